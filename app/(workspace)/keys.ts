/** Every key there is. `basic` ones are shown where there is nothing else to show. */
export const KEYS = [
  { keys: 'c', does: 'Copy the newest code', basic: true },
  { keys: 'j', does: 'Next message', basic: true },
  { keys: 'k', does: 'Message before', basic: true },
  { keys: 'o', does: 'Open the message', basic: true },
  { keys: '/', does: 'Search', basic: true },
  { keys: 'e', does: 'Archive the message, or put it back', basic: true },
  { keys: 'z', does: 'Undo archiving', basic: false },
  { keys: 'u', does: 'Mark as unread or read', basic: false },
  { keys: 'Esc', does: 'Close the message', basic: false },
  { keys: 'g i', does: 'Go to the inbox', basic: false },
  { keys: 'g t', does: 'Go to the accounts', basic: false },
  { keys: 'g a', does: 'Go to the addresses', basic: false },
  { keys: 'g s', does: 'Go to the settings', basic: false },
  { keys: '⌘K, Ctrl K', does: 'Do anything by its name', basic: true },
  { keys: '?', does: 'Show all keys', basic: true },
];
