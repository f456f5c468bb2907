import { isDraft } from "@pragma/contract/lifecycle";
import { type Json, mapJson, parseKey } from "@pragma/language";
import { writeYaml } from "../yaml/write-yaml.ts";
import { type Manifest, manifestOf, type ReadResource } from "./manifest.ts";
import { refsOf, writtenMetadata } from "./metadata.ts";

/** A manifest as YAML, without empty fields. It may be sent to the API as it is. */
export function writeManifest(manifest: Manifest): string {
  const { provider, resource, name, connection, adopt, config, depends_on, dependencies = [] } = manifest;
  const { tags, ...metadata } = writtenMetadata(manifest);
  return writeYaml({
    provider,
    resource,
    name,
    ...(connection === undefined ? {} : { connection: connection && nameWithin(provider, connection) }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(tags && { tags }),
    ...(depends_on.length > 0 ? { depends_on } : {}),
    ...(dependencies.length > 0 ? { dependencies: refsOf(dependencies).map((ref) => ({ ...ref })) } : {}),
    ...metadata,
    config,
  });
}

/** A connection of the same provider by its name, any other by its key. */
function nameWithin(provider: string, connection: string): string {
  const ref = parseKey(connection);
  return ref?.provider === provider ? ref.name : connection;
}

/** Comment by which the command knows an answer of the API. Everybody else ignores it. */
const AS_READ = "# With id and generation, the command line takes a text that begins with @ as it is.\n";

/** A resource that exists as a document to apply again: a draft as a draft, and texts as texts to the command as well. */
export function writeDocument(read: ReadResource): string {
  const { id, generation, lifecycle_state, config } = read.resource;
  const state = isDraft(lifecycle_state) ? "lifecycle_state: draft\n" : "";
  const asRead = looksLikeFiles(config) ? `${AS_READ}${writeYaml({ id, generation })}` : "";
  return `${state}${asRead}${writeManifest(manifestOf(read))}`;
}

/** Whether a text in it would be the name of a file to the command, in a document that somebody wrote. */
function looksLikeFiles(config: Json): boolean {
  let found = false;
  mapJson(config, (value) => {
    found ||= typeof value === "string" && value.startsWith("@");
    return undefined;
  });
  return found;
}
