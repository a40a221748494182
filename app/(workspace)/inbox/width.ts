/** The list's width beside the reader, in pixels. */
export const LIST_WIDTH = { min: 480, usual: 600, max: 640 };
export const LIST_WIDTH_COOKIE = 'mailroom-list';
