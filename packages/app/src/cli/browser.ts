/** Shows an address in the user's browser. Where there is none, or none that starts, nothing happens. */
export async function openBrowser(url: string): Promise<void> {
  try {
    const { default: open } = await import('open');
    const started = await open(url);
    started.on('error', () => undefined);
  } catch {
    // The address was told as well.
  }
}
