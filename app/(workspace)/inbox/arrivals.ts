/** The messages that came while the page was open: their rows grow in, once. All others were always there. */
const arrived = new Set<string>();

export function markArrived(id: string): void {
  arrived.add(id);
}

export function hasArrived(id: string): boolean {
  return arrived.has(id);
}

/** The row has grown in. Scrolled away and back, it does not do so again. */
export function settle(id: string): void {
  arrived.delete(id);
}
