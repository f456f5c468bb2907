import {
  breakWords,
  brokenKeys,
  mayBreakMore,
  schemaChangeWords,
  typeChangeWords,
} from "@pragma/contract/deployment-words";
import type { DeploymentPreview } from "@pragma/sdk";
import { nameSome } from "../output/name-some.ts";

/** Describes the effects of a deployment line by line: what breaks first. */
export function previewText(provider: string, preview: DeploymentPreview): string {
  const { version, serving, types, breaks, can_be_forced } = preview;
  const lines = breaks.flatMap((group) => [breakWords(group), `  ${nameSome(brokenKeys(group))}`]);
  const differences = types.flatMap((type) => [
    typeChangeWords(type),
    ...type.changes.map((change) => `  ${change.path}: ${schemaChangeWords(change)}`),
  ]);
  const replaces = serving === null ? "" : ` in place of ${serving}`;
  return [
    `Deploying ${provider} ${version}${replaces}:`,
    ...(breaks.length === 0 ? ["No resource breaks"] : lines),
    ...[mayBreakMore(preview) ?? []].flat(),
    ...(breaks.length > 0 && !can_be_forced ? ["The resources of types that are gone must be deleted first"] : []),
    ...(differences.length === 0 ? ["The types ask for the same"] : differences),
  ].join("\n");
}
