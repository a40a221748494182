declare global {
  interface Window {
    /** The buttons that were pressed before the page lived; null once it does. */
    earlyPresses?: HTMLElement[] | null;
  }
}

/**
 * Part of every page, and run before any other script. React hears what is pressed only from when its own scripts have come:
 * whoever opens the inbox and presses a code at once would press in vain. Marked buttons (`data-early`) are remembered.
 */
export const REMEMBER_EARLY_PRESSES = `
window.earlyPresses = [];
addEventListener('click', ({ target }) => {
  const button = target.closest('[data-early]');
  if (button) window.earlyPresses?.push(button);
}, true);`;

/** Presses them again, now that somebody hears it; a browser still takes it for the member's own doing some seconds later. */
export function repeatEarlyPresses(): void {
  const pressed = window.earlyPresses ?? [];
  window.earlyPresses = null;
  for (const button of pressed) button.click();
}
