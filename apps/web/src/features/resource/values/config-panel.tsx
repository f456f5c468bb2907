"use client";

import { isDraft, type Resource } from "@pragma/contract";
import { containsMask, formatPath, type Json } from "@pragma/language";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { Table, Td, Th } from "~/components/ui/table.tsx";
import { hasStagedDraft } from "~/features/resource-elements/resource-facts.ts";
import { loadPart } from "~/lib/load-part.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { type ConfigValue, configValues, copiedText } from "./leaves.ts";
import { RevealButton, useShownValue } from "./reveal-button.tsx";
import { ValueName } from "./value-name.tsx";
import { ValueText } from "./value-text.tsx";

const YamlView = dynamic(() => loadPart(() => import("./yaml-view.tsx")).then((file) => file.YamlView), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

/** More are shown as YAML only. */
const MAX_ROWS = 300;

/** The desired config, beside what the provider gets: as a table, or as YAML. */
export function ConfigPanel({ resource }: { resource: Resource }) {
  const { config, resolved_config: resolved } = resource;
  const [asYaml, setAsYaml] = useState(false);
  const literal = useIsLiteral(resource);
  const values = configValues(config, resolved).filter(({ path }) => path.length > 0);
  const tooMany = values.length > MAX_ROWS;
  return (
    <Section
      title="Config"
      description={describe(resource, values)}
      actions={
        tooMany ? null : (
          <Button size="small" variant="ghost" aria-pressed={asYaml} onClick={() => setAsYaml(!asYaml)}>
            YAML
          </Button>
        )
      }
    >
      {asYaml || tooMany ? (
        <Yaml config={config} resolved={isResolved(values) ? resolved : null} literal={literal} />
      ) : (
        <Values values={values} literal={literal} />
      )}
    </Section>
  );
}

/** Until its type is known nothing is linked. */
function useIsLiteral({ provider, resource }: Resource): boolean {
  const trpc = useTRPC();
  const types = useQuery(trpc.resources.types.queryOptions({ provider }));
  const type = types.data?.find((one) => one.resource === resource);
  return types.data === undefined || type?.string_references === false;
}

function isResolved(values: readonly ConfigValue[]): boolean {
  return values.some(({ resolved }) => resolved !== undefined);
}

function describe(resource: Resource, values: readonly ConfigValue[]): ReactNode {
  const { resolved_config: resolved, dependencies } = resource;
  if (hasStagedDraft(resource)) return "Staged: the running object keeps its current config until you apply the draft.";
  if (isDraft(resource.lifecycle_state)) return "A draft: nothing is created until you apply it.";
  if (resolved === null && dependencies.length > 0) return "Not resolved yet: all dependencies must be ready first.";
  return isResolved(values) ? "Values as written, and as the provider gets them" : "This is what the provider gets.";
}

function Values({ values, literal }: { values: readonly ConfigValue[]; literal: boolean }) {
  if (values.length === 0) return <p className="p-4 text-ink-soft">Empty.</p>;
  const withResolved = isResolved(values);
  return (
    <Table label="Config">
      <thead className={withResolved ? undefined : "sr-only"}>
        <tr>
          <Th>Name</Th>
          <Th className="px-0">As written</Th>
          {withResolved ? <Th className="max-sm:hidden">The provider gets</Th> : null}
        </tr>
      </thead>
      <tbody>
        {values.map(({ path, written, resolved }) => (
          <tr key={formatPath(path)}>
            <ValueName path={path} isNarrow={withResolved} />
            <Td className="px-0 py-2 align-top leading-6 max-sm:pr-4">
              <Side value={written} literal={literal} address={formatPath(["config", ...path])} absent="–" />
              {withResolved && resolved !== undefined ? (
                // A phone has no room for a third column.
                <div className="mt-1 sm:hidden">
                  <span className="block text-xs text-ink-faint">The provider gets</span>
                  <Side value={resolved} literal address={formatPath(["resolved_config", ...path])} absent="–" />
                </div>
              ) : null}
            </Td>
            {withResolved ? (
              <Td className="py-2 align-top leading-6 max-sm:hidden">
                <Side value={resolved} literal address={formatPath(["resolved_config", ...path])} absent="same" />
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Side({
  value,
  literal,
  address,
  absent,
}: {
  value: Json | undefined;
  literal: boolean;
  address: string;
  /** Shown if there is no value. */
  absent: string;
}) {
  const shown = useShownValue(address, value);
  if (value === undefined || shown === undefined) return <span className="text-ink-faint">{absent}</span>;
  if (!containsMask(value)) return <ValueText value={shown} literal={literal} />;
  return (
    <div className="flex items-start justify-between gap-2">
      <div className="min-w-0">
        <ValueText value={shown} literal={literal} />
      </div>
      <div className="-my-1 flex shrink-0 gap-0.5">
        <RevealButton address={address} />
        {shown === value ? null : <CopyButton text={copiedText(shown)} label={`Copy ${address}`} />}
      </div>
    </div>
  );
}

function Yaml({ config, resolved, literal }: { config: Json; resolved: Json | null; literal: boolean }) {
  return (
    <div className="@container p-4">
      <div className={resolved === null ? "" : "grid grid-cols-1 gap-4 @3xl:grid-cols-2"}>
        <YamlView value={config} label="Config" literal={literal} />
        {resolved === null ? null : <YamlView value={resolved} label="Resolved config" literal />}
      </div>
    </div>
  );
}
