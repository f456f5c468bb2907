/** Three resources, one of which depends on the others. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={className}>
      <span className="flex items-center gap-2 font-semibold tracking-tight text-ink">
        <svg viewBox="0 0 24 24" className="size-6 text-accent" fill="none" aria-hidden>
          <path d="M6 6.5v7a4 4 0 0 0 4 4h4" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          <path d="M6 10.5h8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          <circle cx="6" cy="5" r="2.75" fill="currentColor" />
          <circle cx="17" cy="10.5" r="2.75" fill="currentColor" />
          <circle cx="17" cy="17.5" r="2.75" fill="currentColor" />
        </svg>
        Pragma
      </span>
    </span>
  );
}
