import { type Resource, resourceKey } from "@pragma/contract";
import { containsMask, formatPath, type Json, MASK } from "@pragma/language";
import { Download, ExternalLink, Link2 } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import { Tooltip } from "~/components/ui/tooltip.tsx";
import { toast } from "~/lib/toast.ts";
import { copiedText, type Leaf, leavesOf, type Opening, openingOf, webAddress } from "./leaves.ts";
import { RevealButton, useShownValue } from "./reveal-button.tsx";
import { ValueName } from "./value-name.tsx";
import { ValueText } from "./value-text.tsx";

/** More are collapsed. */
const SHOWN = 40;

/** Outputs of a resource: each value to copy, to open, or to use in another resource. */
export function OutputsPanel({ resource, actions }: { resource: Resource; actions: React.ReactNode }) {
  const [all, setAll] = useState(false);
  const leaves = leavesOf(resource.outputs).filter(({ path }) => path.length > 0);
  const shown = all ? leaves : leaves.slice(0, SHOWN);
  return (
    <Section title="Outputs" actions={actions}>
      {leaves.length === 0 ? (
        <p className="p-4 text-ink-soft">None yet. The provider sets them when it succeeds.</p>
      ) : (
        <Table label="Outputs">
          <thead className="sr-only">
            <tr>
              <Th>Name</Th>
              <Th>Value</Th>
              <Th>Actions</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((leaf) => (
              <OutputRow key={formatPath(leaf.path)} leaf={leaf} of={resource} />
            ))}
          </tbody>
        </Table>
      )}
      {shown.length < leaves.length ? (
        <div className="border-t border-line p-2">
          <Button size="small" variant="ghost" onClick={() => setAll(true)}>
            Show all {leaves.length}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function OutputRow({ leaf, of }: { leaf: Leaf; of: Resource }) {
  const { path } = leaf;
  const name = formatPath(path);
  const address = formatPath(["outputs", ...path]);
  const value = useShownValue(address, leaf.value);
  return (
    <tr className="group">
      <ValueName path={path} />
      <Td className="px-0 py-2 align-top leading-6">
        <ValueText value={value} literal />
      </Td>
      <Td className="w-px py-1 pl-2 align-top whitespace-nowrap">
        <div className="flex justify-end gap-0.5">
          <OutputActions name={name} value={value} of={of}>
            {containsMask(leaf.value) ? <RevealButton address={address} /> : null}
          </OutputActions>
        </div>
      </Td>
    </tr>
  );
}

function Address({ address, name, opening }: { address: string; name: string; opening: Opening }) {
  if (opening === "refused") return null;
  const [Icon, words] =
    opening === "download" ? [Download, "Download the file"] : [ExternalLink, `Open ${name} in a new tab`];
  return (
    <Button asChild size="smallIcon" variant="ghost">
      <a href={address} target="_blank" rel="noopener noreferrer" aria-label={words} title={words}>
        <Icon aria-hidden />
      </a>
    </Button>
  );
}

/** Each in the same column in all rows, also where there is nothing to copy, and whether or not the value is revealed. */
function OutputActions({
  name,
  value,
  of,
  children,
}: {
  name: string;
  value: Json;
  of: Resource;
  children: React.ReactNode;
}) {
  const address = webAddress(value);
  const copyReference = async (): Promise<void> => {
    await navigator.clipboard.writeText(`\${${resourceKey(of)}.outputs.${name}}`);
    toast.success("Reference copied");
  };
  return (
    <>
      {address === null ? null : <Address address={address} name={name} opening={openingOf(of, name)} />}
      {children}
      <Tooltip text="Copy a reference to it, for the config of another resource">
        <Button
          size="smallIcon"
          variant="ghost"
          aria-label={`Copy reference to ${name}`}
          onClick={() => void copyReference()}
        >
          <Link2 aria-hidden />
        </Button>
      </Tooltip>
      {value === MASK ? <span className="size-8" /> : <CopyButton text={copiedText(value)} label={`Copy ${name}`} />}
    </>
  );
}
