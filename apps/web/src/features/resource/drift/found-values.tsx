import { containsMask, type Json } from "@pragma/language";
import { EyeOff } from "lucide-react";
import { Fragment } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import type { Drift } from "../resource-types.ts";
import { RevealButton, useShownValue } from "../values/reveal-button.tsx";
import { ValueText } from "../values/value-text.tsx";
import { ignorablePath, sideAddress } from "./drift-facts.ts";

interface FoundValuesProps {
  changes: Drift["changes"];
  /** Undefined if nothing can be ignored now. @param path of the config, as `handling.ignore` names it */
  onIgnore: ((path: string) => void) | undefined;
}

/** What is declared and what was found, side by side, a path a row. */
export function FoundValues({ changes, onIgnore }: FoundValuesProps) {
  return (
    <Table label="Differences" className="table-fixed">
      <thead>
        <tr>
          <Th className="w-28 sm:w-44">Value</Th>
          <Th className="px-0">Declared</Th>
          <Th className="max-sm:hidden">Found</Th>
          {onIgnore ? (
            <Th className="w-14 sm:w-32">
              <span className="sr-only">Actions</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Row key={change.path} change={change} onIgnore={onIgnore} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ change, onIgnore }: { change: Drift["changes"][number] } & Pick<FoundValuesProps, "onIgnore">) {
  const { path, declared, found } = change;
  const ignored = ignorablePath(path);
  const foundSide = <Side address={sideAddress("found", path)} value={found as Json} absent="absent" />;
  return (
    <tr>
      <th
        scope="row"
        className="border-t border-line px-4 py-2 text-left align-top font-mono text-dense font-medium text-ink"
      >
        <span className="block leading-6 [overflow-wrap:anywhere]">
          <BreakingPath path={path} />
        </span>
      </th>
      <Td className="px-0 py-2 align-top leading-6 max-sm:pr-2">
        <Side address={sideAddress("declared", path)} value={declared as Json} absent="not set" />
        {/* A phone has no room for a third column. */}
        <div className="mt-1 sm:hidden">
          <span className="block text-xs text-ink-faint">Found</span>
          {foundSide}
        </div>
      </Td>
      <Td className="py-2 align-top leading-6 max-sm:hidden">{foundSide}</Td>
      {onIgnore ? (
        <Td className="py-1.5 pr-2 pl-0 text-right align-top whitespace-nowrap">
          {ignored === null ? null : (
            <Button size="small" variant="ghost" aria-label={`Ignore ${path}…`} onClick={() => onIgnore(ignored)}>
              <EyeOff aria-hidden /> <span className="max-sm:hidden">Ignore…</span>
            </Button>
          )}
        </Td>
      ) : null}
    </tr>
  );
}

/** Breaks before a step rather than within a name. */
function BreakingPath({ path }: { path: string }) {
  return path.split(/(?=[.[])/).map((step, index, steps) => (
    // A step may occur twice.
    <Fragment key={steps.slice(0, index + 1).join("")}>
      {index === 0 ? null : <wbr />}
      {step}
    </Fragment>
  ));
}

function Side({ address, value, absent }: { address: string; value: Json; absent: string }) {
  const shown = useShownValue(address, value);
  return (
    <div className="flex items-start justify-between gap-2">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        {shown === null ? <span className="text-ink-faint">{absent}</span> : <ValueText value={shown} literal />}
      </div>
      {containsMask(value) ? (
        <div className="-my-1 shrink-0">
          <RevealButton address={address} />
        </div>
      ) : null}
    </div>
  );
}
