/** The meaning of the two kinds of lines. States explain themselves. */
export function GraphLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-soft">
      <li className="flex items-center gap-2">
        <Line /> is used by
      </li>
      <li className="flex items-center gap-2">
        <Line dashed /> owns
      </li>
      <li className="flex items-center gap-2">
        <span aria-hidden className="h-3.5 w-6 rounded border border-dashed border-line-strong" /> referenced, but
        absent
      </li>
    </ul>
  );
}

function Line({ dashed = false }: { dashed?: boolean }) {
  return (
    <svg aria-hidden="true" width="32" height="8" className="text-line-strong">
      <path d="M0 4h26" stroke="currentColor" strokeWidth="1.5" strokeDasharray={dashed ? "5 4" : undefined} />
      <path d="M25 0l7 4-7 4z" fill="currentColor" />
    </svg>
  );
}
