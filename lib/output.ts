/** Whoever reads the log, a pager or a program that collects it, may go away: what would be logged is lost then, and nothing else. */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
}
