import type { Preview } from "../types.ts";

const MAX_LENGTH = 200;

/** What changes, field by field; the server has masked what is secret. */
export function ChangeTable({ changes }: { changes: Preview["changes"] }) {
  return (
    <section
      // What scrolls must be reachable with the keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label="Changes by field"
      className="overflow-x-auto"
    >
      <table className="w-full text-left text-[0.8125rem]">
        <thead>
          <tr className="border-b border-line text-ink-faint">
            <th scope="col" className="px-4 py-2 font-medium">
              Field
            </th>
            <th scope="col" className="px-4 py-2 font-medium">
              Before
            </th>
            <th scope="col" className="px-4 py-2 font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody className="font-mono">
          {changes.map(({ path, before, after }) => (
            <tr key={path} className="border-b border-line align-top last:border-0">
              <th scope="row" className="px-4 py-2 font-medium text-ink">
                {path}
              </th>
              <td className="max-w-80 px-4 py-2 break-words text-failed-text">{words(before)}</td>
              <td className="max-w-80 px-4 py-2 break-words text-ready-text">{words(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function words(value: unknown): string {
  if (value === null || value === undefined) return "–";
  const text = typeof value === "string" && value !== "" ? value : JSON.stringify(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
