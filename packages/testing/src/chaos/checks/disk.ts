import type { Facts, StoredResource } from "../facts.ts";
import { livesOf, wasForgotten } from "../lives.ts";
import type { Check, Violation } from "../violation.ts";

/** The shipped provider `fs` cannot be told to fail, but is cancelled, killed and crashed like any other. */
export const disk: Check = {
  name: "disk",
  promise: "the files on the disk are those that are declared, with their content",
  run(facts) {
    const files = facts.resources.filter(({ key }) => key.startsWith("fs/file/"));
    const lives = Map.groupBy(livesOf(facts), ({ space, key }) => `${space} ${key}`);
    return [
      ...files.flatMap((resource) => faultOf(resource, facts)),
      ...facts.disk.flatMap(({ space, path }): Violation[] => {
        const key = `fs/file/${path}`;
        const isKnown = files.some((resource) => resource.space === space && resource.key === key);
        if (isKnown || wasForgotten(lives.get(`${space} ${key}`) ?? [])) return [];
        return [found({ space, key }, "its file exists, and nobody knows of it")];
      }),
    ];
  },
};

function faultOf(resource: StoredResource, facts: Facts): Violation[] {
  if (resource.state !== "ready" || resource.stale) return [];
  const name = resource.key.split("/")[2];
  const file = facts.disk.find(({ space, path }) => space === resource.space && path === name);
  if (!file) return [found(resource, "it is ready, and its file does not exist")];
  const wanted = resource.resolvedConfig?.["content"];
  if (file.content === wanted) return [];
  return [found(resource, `its file has ${JSON.stringify(file.content)} instead of ${JSON.stringify(wanted)}`)];
}

function found({ space, key }: { space: string; key: string }, message: string): Violation {
  return { check: disk.name, message, space, key };
}
