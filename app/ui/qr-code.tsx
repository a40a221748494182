/** For a phone's camera. @param src as `qrImage` makes it @param what it says, for who cannot see it */
export function QrCode({ src, what }: { src: string; what: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: a few hundred bytes that are in the page already.
    <img src={src} alt={`${what} as a QR code`} width={176} height={176} className="rounded-control" />
  );
}
