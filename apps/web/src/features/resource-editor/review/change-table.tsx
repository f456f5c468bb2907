import { Table, Th } from "~/components/ui/table.tsx";
import type { Preview } from "../types.ts";

const MAX_LENGTH = 200;

/** What changes, field by field; the server has masked what is secret. */
export function ChangeTable({ changes }: { changes: Preview["changes"] }) {
  return (
    <Table label="Changes by field" className="text-[0.8125rem]">
      <thead>
        <tr className="border-b border-line text-ink-faint">
          <Th>Field</Th>
          <Th>Before</Th>
          <Th>After</Th>
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
    </Table>
  );
}

function words(value: unknown): string {
  if (value === null || value === undefined) return "–";
  const text = typeof value === "string" && value !== "" ? value : JSON.stringify(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
