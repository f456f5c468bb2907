import { type ChangeInput, resourceId } from "@pragma/contract";
import { candidateDocument, joinTexts, readDocuments } from "@pragma/manifest";
import type { Search } from "./use-discovery.ts";
import type { Chosen } from "./use-selection.ts";

/** The documents that take over what was chosen, as YAML. */
export function adoptedText({ type, connection, known }: Search, chosen: readonly Chosen[]): string {
  const { provider, resource } = type;
  return joinTexts(
    chosen.map(({ candidate, name }) => candidateDocument({ provider, resource, connection, known }, candidate, name)),
  );
}

/** The plan of such documents. What they name must not exist: its config would be replaced. */
export function adoptionInput(text: string): ChangeInput {
  const inputs = readDocuments(text).documents.map(({ input }) => input);
  return {
    documents: inputs,
    if_match: Object.fromEntries(inputs.map((input) => [resourceId(input), "none"])),
    source: { kind: "dashboard" },
  };
}
