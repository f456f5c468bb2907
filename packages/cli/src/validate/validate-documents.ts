import { asksToProcess } from "@pragma/contract/lifecycle";
import { suggest } from "@pragma/language";
import type { ResourceType } from "@pragma/sdk";
import type { ManifestDocument } from "../manifest/document.ts";
import { typeKey } from "../manifest/learn-types.ts";
import { type Fault, faultLine } from "../manifest/position.ts";
import { almostReferences, referencesOf } from "../manifest/references.ts";
import { throwFaults } from "../manifest/throw-faults.ts";
import { Checker } from "./checker.ts";
import type { Schema } from "./close-schema.ts";

/**
 * Holds all documents against the schemas of the deployed types before anything is sent. Drafts are stored as they are, as the
 * API does it.
 *
 * @param types as `learnTypes` reads them
 * @param note told of what could not be checked, and of what is hardly meant
 * @throws CliError with file, line and column of all that is wrong
 */
export async function validateDocuments(
  types: ReadonlyMap<string, ResourceType>,
  documents: readonly ManifestDocument[],
  note: (text: string) => void,
): Promise<void> {
  const checker = new Checker();
  const faults: Fault[] = [];
  try {
    for (const document of documents) {
      if (!asksToProcess(document.input.lifecycle_state)) continue;
      const type = types.get(typeKey(document.input));
      if (type === undefined) faults.push(unknownType(document, [...types.keys()]));
      else faults.push(...(await check(checker, document, type, note)));
    }
  } finally {
    await checker.close();
  }
  throwFaults(faults, "Nothing was sent.");
  for (const document of documents) for (const doubt of doubtsAbout(document, types)) note(faultLine(doubt));
}

/** What is allowed, and hardly meant: each would be found out only when what waits for it has waited for long. */
function doubtsAbout(document: ManifestDocument, types: ReadonlyMap<string, unknown>): Fault[] {
  const { file, locate } = document;
  const at = (path: readonly (string | number)[]) => locate(["config", ...path]);
  const unknown = referencesOf(document).filter(({ target }) => !types.has(typeKey(target)));
  return [
    ...almostReferences(document).map((path) => ({
      file,
      at: at(path),
      message:
        "this is taken as text, not as a reference: ${provider/type/name.outputs.field} is one; $${ is a plain ${",
    })),
    ...unknown.map(({ path, target }) => {
      const close = suggest(typeKey(target), [...types.keys()]);
      const help = close === undefined ? "" : `; did you mean ${close}?`;
      return { file, at: at(path), message: `what this refers to has no known type, ${typeKey(target)}${help}` };
    }),
  ];
}

async function check(
  checker: Checker,
  document: ManifestDocument,
  type: ResourceType,
  note: (text: string) => void,
): Promise<Fault[]> {
  const { file, id, input, locate } = document;
  const references = referencesOf(document).map(({ path }) => path);
  const request = { type: typeKey(type), schema: type.schema as Schema, value: input.config, references };
  const issues = await checker.check(request);
  if (issues === null) note(`${file}:${locate([]).line}: ${id} could not be checked here; the API will do it.`);
  return (issues ?? []).map(({ path, message }) => {
    const name = ["config", ...path].join(".");
    return { file, at: locate(["config", ...path]), message: `${name} ${message}` };
  });
}

function unknownType({ file, input, locate }: ManifestDocument, known: readonly string[]): Fault {
  const close = suggest(typeKey(input), known);
  const help = close === undefined ? "`pragma resources types` lists them" : `did you mean ${close}?`;
  return { file, at: locate(["resource"]), message: `there is no type ${typeKey(input)}; ${help}` };
}
