import { renderSVG } from 'uqr';

/** Pure: a text for a camera, as the source of an image. */
export function qrImage(text: string): string {
  return `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { border: 2 }))}`;
}
