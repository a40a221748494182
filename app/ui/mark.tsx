/** Mailroom's own mark: an envelope's window with a code in it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 20 20" className="shrink-0">
      <rect width="20" height="20" rx="4" className="fill-accent-fill" />
      <rect x="4" y="6.5" width="12" height="7" className="fill-none stroke-on-accent" strokeWidth="1.25" />
      <path d="M6.2 10h1.5M9.25 10h1.500M12.3 10h1.5" className="stroke-on-accent" strokeWidth="1.5" />
    </svg>
  );
}
