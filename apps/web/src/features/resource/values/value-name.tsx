import { formatPath, type Path } from "@pragma/language";

/** The head of a row: where its value is. */
export function ValueName({ path }: { path: Path }) {
  return (
    <th
      scope="row"
      className="w-px border-t border-line px-4 py-2 text-left align-top font-mono text-dense font-medium text-ink"
    >
      <span className="block w-24 leading-6 [overflow-wrap:anywhere] sm:w-44">{formatPath(path)}</span>
    </th>
  );
}
