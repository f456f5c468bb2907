import { createHash } from "node:crypto";
import type { DriftStatus, JsonObject } from "@pragma/contract";
import type { Facts, HandlerFact, ObjectFact, StoredResource } from "../facts.ts";
import { isSame } from "../is-same.ts";
import { lastSuccessOf } from "../last-success.ts";
import { livesOf } from "../lives.ts";
import { excusedResources } from "../overlaps.ts";
import { RELEASES, releaseField } from "../releases.ts";
import { isVolume, thingOf, titleOf } from "../things.ts";
import type { Check, Violation } from "../violation.ts";

/** What was found equals a comparison of the world outside with what succeeded last. */
export const drift: Check = {
  name: "drift",
  promise:
    "once everything was checked, the word of drift is what a comparison of the real objects comes to, and what is to be corrected is",
  run(facts) {
    const excused = excusedResources(facts);
    const lives = new Map(livesOf(facts).map((life) => [`${life.space} ${life.key}`, life]));
    return facts.resources
      .filter((resource) => isChecked(resource) && !excused.has(`${resource.space} ${resource.id}`))
      .flatMap((resource) => {
        const life = lives.get(`${resource.space} ${resource.key}`);
        const success = life && lastSuccessOf(life, facts.handlers);
        return success ? faultsOf(resource, success, facts) : [];
      });
  },
};

/** Of these the whole config can be read. */
const READ = ["chaos/object/", "chaos/volume/"];
const LOOKED_AT = [...READ, "chaos/assembly/"];

/** It was compared when nothing went on any more. */
function isChecked({ key, state, deleting, handling, provisioned }: StoredResource): boolean {
  const isAtRest = ["ready", "failed", "draft"].includes(state) && !deleting;
  return LOOKED_AT.some((type) => key.startsWith(type)) && isAtRest && !handling.paused && provisioned;
}

function faultsOf(resource: StoredResource, success: HandlerFact, facts: Facts): Violation[] {
  const { space, key, id, drift: word, handling, state } = resource;
  const thing = thingOf({ id, config: success.config });
  const found = facts.objects.find((one) => one.space === space && one.id === thing && one.removedBy === null);
  const object = found && isOwn(resource, found) ? found : undefined;
  const expected = compare(resource, success.config, object);
  const violation = (message: string): Violation => ({ check: drift.name, message, space, key });
  if (word !== expected)
    return [violation(`its drift is ${word}, but its object is ${expected}: ${JSON.stringify(object ?? null)}`)];
  // What could not be corrected has failed, and is corrected once.
  const isLeft = handling.drift === "correct" && handling.mode === "full" && word !== "in_sync" && state === "ready";
  return isLeft ? [violation(`it is to be corrected, and stays ${word}`)] : [];
}

/** A volume in its place may be a stranger's, which it only tells of if it observes. */
function isOwn({ key, outputs, handling }: StoredResource, { serial }: ObjectFact): boolean {
  return !key.startsWith("chaos/volume/") || handling.mode === "observe" || outputs["serial"] === serial;
}

function compare(
  { key, outputs, handling }: StoredResource,
  config: JsonObject,
  object: ObjectFact | undefined,
): DriftStatus {
  if (!object) return "missing";
  if (READ.some((type) => key.startsWith(type))) {
    const differing = Object.keys(config).filter(
      (name) => !isOfRelease(name) && !isSame(config[name], object.content[name] ?? undefined),
    );
    const counted = differing.filter((name) => !handling.ignore.includes(name));
    if (counted.length > 0) return "drifted";
    // Outputs follow from what is ignored.
    if (differing.length > 0) return "in_sync";
  }
  return isSame(outputs, outputsOf(object)) ? "in_sync" : "drifted";
}

function isOfRelease(name: string): boolean {
  return RELEASES.some((release) => name === releaseField(release));
}

/** As the handlers of the test provider tell them. */
function outputsOf({ id, serial, revision, release, content }: ObjectFact): JsonObject {
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 12);
  const named = isVolume(id) ? { title: titleOf(id) } : {};
  return { text: String(content["text"]), serial, revision, digest, release, ...named };
}
