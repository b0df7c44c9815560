/** Where Vite has put a file that is fetched, and not part of a script. */
declare module '*?url' {
  const url: string;
  export default url;
}
