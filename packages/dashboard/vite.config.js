import { fileURLToPath } from 'node:url';

/** The page's door lets nothing run or look that is not a file of its own, so nothing may be put into the HTML. */
export default {
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../app/page/', import.meta.url)),
    emptyOutDir: true,
    rollupOptions: {
      input: ['index.html', 'inspect/index.html'].map((page) => `${import.meta.dirname}/${page}`),
    },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
  logLevel: 'warn',
};
