import {
  type ApplyInput,
  connectionGiven,
  connectionRef,
  dependsOnRefs,
  type Json,
  type JsonObject,
  type Path,
  type ResourceRef,
  resourceKey,
} from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import {
  findForgedEnvelope,
  formatPath,
  getPath,
  isJsonObject,
  parseReferences,
  type Reference,
  referencedTargets,
  restoreMasked,
  type SecretBox,
  sealConfig,
  tooManySensitive,
} from "@pragma/language";
import { type DomainError, validationError } from "../../foundation/common/errors.ts";
import { taintedPaths } from "../../foundation/secrets/index.ts";
import { type KnownType, sensitiveConfigPaths, wholeConfigPaths } from "../../foundation/types/index.ts";
import { uniqueRefs } from "../references/refs.ts";

/** The state that a client wants, ready to be compared and stored. */
export interface DesiredState {
  /** As the client wrote it, with masks replaced by the stored secrets that they stand for. */
  config: JsonObject;
  /** The same with sensitive values sealed, as it is stored. */
  sealedConfig: JsonObject;
  /** All of it is sealed, since its type is unknown. */
  sealedWhole: boolean;
  references: readonly Reference[];
  /** Explicit ones first, then those from references; each key once. */
  dependencies: readonly ResourceRef[];
  explicitDependencies: number;
  /** Key of the connection; null for none. It is one of the dependencies. */
  connection: string | null;
}

/**
 * Reads the desired state from an apply.
 * @param type undefined if the type is unknown: then anything may be sensitive, and everything is sealed
 * @param options.secrets texts that stay sensitive wherever they appear
 * @param options.again takes the stored config as it is
 * @param options.accepted a config that may hold sealed values, in place of the stored one
 * @param options.defaultConnection key of the connection that a new resource uses if it says nothing of one
 * @throws DomainError validation_failed for masks without a stored value, malformed references, forged envelopes and
 *   more than 10,000 sensitive values
 */
export function readDesiredState(
  input: ApplyInput,
  existing: ResourceRow | undefined,
  type: KnownType | undefined,
  box: SecretBox,
  {
    secrets = [],
    again = false,
    accepted,
    defaultConnection = null,
  }: {
    secrets?: readonly string[];
    again?: boolean;
    accepted?: JsonObject | undefined;
    defaultConnection?: string | null;
  } = {},
): DesiredState {
  const stored = existing ? (JSON.parse(existing.config) as JsonObject) : undefined;
  const config = accepted ?? (again && stored ? stored : readConfig(input, stored));

  const options = { stringReferences: type?.stringReferences ?? true };
  const { references, issues } = parseReferences(config, { ...options, box, prefix: ["body", "config"] });
  if (issues.length > 0) throw validationError(issues);

  const sensitive = findSensitive(config, type, secrets);
  const connection = wantedConnection(input, existing, defaultConnection);
  const targets = [...referencedTargets(references), ...(connection === null ? [] : [connectionRef(connection)])];
  const explicit = explicitDependencies(input, existing, targets);
  const derived = uniqueRefs(targets).filter((ref) => !explicit.has(resourceKey(ref)));
  return {
    config,
    sealedConfig: sealConfig(config, sensitive, box, options) as JsonObject,
    sealedWhole: type === undefined,
    references,
    dependencies: [...explicit.values(), ...derived],
    explicitDependencies: explicit.size,
    connection,
  };
}

function findSensitive(config: Json, type: KnownType | undefined, secrets: readonly string[]): Path[] {
  const tainted = taintedPaths(config, secrets, type?.annotations.root);
  const inKey = tainted.find((path) => isJsonObject(getPath(config, path)));
  // If an object of the config were sealed as a whole, its references could no longer be read.
  if (inKey) throw refused(inKey, "has a key that holds a sensitive value, which only values may", "sensitive_key");
  const sensitive = [...(type ? sensitiveConfigPaths(type, config) : wholeConfigPaths(config)), ...tainted];
  const excess = tooManySensitive(sensitive);
  if (excess !== null) throw refused([], excess, "too_many_sensitive_values");
  return sensitive;
}

function refused(path: Path, problem: string, type: string): DomainError {
  return validationError([
    { loc: ["body", "config", ...path], msg: `${formatPath(["config", ...path])} ${problem}`, type },
  ]);
}

function readConfig(input: ApplyInput, stored: JsonObject | undefined): JsonObject {
  const forged = findForgedEnvelope(input.config as Json);
  if (forged) {
    throw validationError([
      { loc: ["body", "config", ...forged], msg: "The key $encrypted is reserved", type: "reserved_key" },
    ]);
  }
  const restored = restoreMasked(input.config as Json, stored, ["body", "config"]);
  if (restored.issues.length > 0) throw validationError(restored.issues);
  return restored.value as JsonObject;
}

/** Left out, it stays; null is none. */
function wantedConnection(
  input: ApplyInput,
  existing: ResourceRow | undefined,
  defaultConnection: string | null,
): string | null {
  const given = connectionGiven(input);
  if (given !== undefined) return given;
  return existing ? existing.connection : defaultConnection;
}

/**
 * `depends_on` is always explicit. An entry of `dependencies` is explicit too, unless it was derived from a reference
 * when the client read it: a client that sends back what it read must not keep a dependency whose reference it removed.
 */
function explicitDependencies(
  input: ApplyInput,
  existing: ResourceRow | undefined,
  targets: readonly ResourceRef[],
): Map<string, ResourceRef> {
  const known = existing ? (JSON.parse(existing.dependencies) as ResourceRef[]) : [];
  const derivedBefore = new Set(known.slice(existing?.explicit_dependencies ?? 0).map(resourceKey));
  const derivedNow = new Set(targets.map(resourceKey));
  const explicitBefore = new Set(known.slice(0, existing?.explicit_dependencies ?? 0).map(resourceKey));
  const explicit = new Map<string, ResourceRef>();
  for (const ref of dependsOnRefs(input)) explicit.set(resourceKey(ref), ref);
  for (const { provider, resource, name } of input.dependencies ?? []) {
    const key = resourceKey({ provider, resource, name });
    if (derivedBefore.has(key)) continue;
    if (derivedNow.has(key) && !explicitBefore.has(key)) continue;
    explicit.set(key, { provider, resource, name });
  }
  return explicit;
}
