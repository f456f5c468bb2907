import type { Facts, HandlerFact, StoredResource } from "../facts.ts";
import { handlersOf, type Life, livesOf } from "../lives.ts";
import { isLook } from "../looks.ts";
import type { Operation } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

export const parts: Check = {
  name: "parts",
  promise: "the sub-resources of what is ready are those that its last success applied",
  run(facts) {
    const lives = livesOf(facts).filter(({ gone }) => gone === undefined);
    return facts.resources
      .filter(({ key, state, deleting }) => key.startsWith("chaos/assembly/") && state === "ready" && !deleting)
      .flatMap((assembly) => {
        const life = lives.find(({ space, key }) => space === assembly.space && key === assembly.key);
        return life ? faultsOf(assembly, life, facts) : [];
      });
  },
};

function faultsOf({ space, key }: StoredResource, life: Life, facts: Facts): Violation[] {
  const success = lastSuccess(life, handlersOf(life, facts.handlers));
  const applied = success?.config["parts"];
  if (!Array.isArray(applied)) return [];
  const name = key.split("/")[2];
  const owned = facts.resources.filter((resource) => resource.space === space && resource.owners.includes(key));
  const wanted = applied.map((part) => `chaos/object/${name}.${part}`);
  const found = (message: string): Violation => ({ check: parts.name, message, space, key });
  const stays = owned.filter(
    (part) =>
      part.key.startsWith(`chaos/object/${name}.`) &&
      !wanted.includes(part.key) &&
      !part.deleting &&
      !isNeeded(part, facts) &&
      !wasAccepted(part, facts),
  );
  const missing = wanted.filter(
    (part) => !owned.some((resource) => resource.key === part) && !wasTaken(space, part, facts),
  );
  return [
    ...stays.map((part) => found(`its part ${part.key} stays, which handler ${success?.number} did not apply`)),
    ...missing.map((part) => found(`its part ${part} is missing, which handler ${success?.number} applied`)),
  ];
}

/** It cannot be deleted, since others depend on it. */
function isNeeded({ space, key }: StoredResource, { edges }: Facts): boolean {
  return edges.some((edge) => edge.space === space && edge.to === key && edge.kind !== "owner");
}

/** A client declared what was found of it, so it is that client's. */
function wasAccepted({ space, key }: StoredResource, { requests }: Facts): boolean {
  return requests.some(
    ({ operation, space: of }) =>
      of === space &&
      operation.kind === "change" &&
      operation.drift?.some((chosen) => chosen.key === key && chosen.choice === "accept") === true,
  );
}

/** A client deleted it. */
function wasTaken(space: string, key: string, { history, requests }: Facts): boolean {
  const last = history.findLast((row) => row.space === space && row.key === key);
  return requests.some(({ id, operation }) => id === last?.correlationId && isDeleting(operation));
}

function isDeleting({ kind }: Operation): boolean {
  return kind === "delete" || kind === "change" || kind === "change-apply";
}

function lastSuccess({ steps }: Life, handlers: readonly HandlerFact[]): HandlerFact | undefined {
  const success = steps.findLast(({ from, to }) => from === "processing" && to === "ready");
  return handlers.findLast(
    ({ operationId, end, method }) => operationId === success?.eventId && end === "returned" && !isLook(method),
  );
}
