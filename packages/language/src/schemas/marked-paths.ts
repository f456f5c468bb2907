import { jsonEqual } from "../json/equal.ts";
import type { Json, Path } from "../json/json.ts";
import { isJsonObject, member } from "../json/object.ts";
import { sealedEqual } from "../secrets/compare.ts";
import { isEnvelope } from "../secrets/envelope.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import type { Annotations, Marks } from "./marks.ts";

/**
 * The paths of a value's sensitive parts, outermost ones only; a part in place of one that holds secrets counts as one. Ignores
 * everything inside envelopes.
 */
export function sensitivePaths(annotations: Annotations, value: Json): Path[] {
  const paths: Path[] = [];
  if (annotations.marked.sensitive) collectSensitive(annotations.root, value, [], paths);
  return paths;
}

function collectSensitive(marks: Marks, value: Json, path: Path, paths: Path[]): void {
  if (isEnvelope(value) && !marks.sensitive) return;
  if (marks.sensitive || marks.isMisplaced(value)) {
    paths.push([...path]);
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      collectSensitive(marks.item(index), value[index] as Json, path, paths);
      path.pop();
    }
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      path.push(key);
      collectSensitive(marks.property(key), value[key] as Json, path, paths);
      path.pop();
    }
  }
}

/**
 * The paths of immutable parts that differ, outermost ones only. Setting or removing one is a change too; adding or
 * removing a whole element of an array, or an entry of a map with free keys, is not. Elements are compared by position.
 *
 * @param box opens envelopes, whose parts count as well; a change in one is reported for the whole envelope, since keys
 *   inside it are as secret as the rest. Without it the values must not contain envelopes.
 */
export function immutableChanges(annotations: Annotations, before: Json, after: Json, box?: SecretBox): Path[] {
  const paths: Path[] = [];
  if (annotations.marked.immutable && before !== after) {
    collectChanges(annotations.root, before, after, [], { box, paths });
  }
  return paths;
}

type Sink = { box: SecretBox | undefined; paths: Path[] };

function collectChanges(marks: Marks, before: Json | undefined, after: Json | undefined, path: Path, sink: Sink): void {
  if (before === after) return;
  const { box } = sink;
  if (marks.immutable) {
    if (!(box === undefined ? jsonEqual(before, after) : sealedEqual(before, after, box))) sink.paths.push([...path]);
    return;
  }
  if (box !== undefined && (isEnvelope(before) || isEnvelope(after))) {
    const inside: Sink = { box, paths: [] };
    collectChanges(marks, opened(before, box), opened(after, box), path, inside);
    if (inside.paths.length > 0) sink.paths.push([...path]);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.min(before.length, after.length); index++) {
      path.push(index);
      collectChanges(marks.item(index), before[index], after[index], path, sink);
      path.pop();
    }
    return;
  }
  const old = membersOf(before);
  const now = membersOf(after);
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const was = member(old, key);
    const is = member(now, key);
    if (!marks.names(key) && (was === undefined || is === undefined)) continue;
    path.push(key);
    collectChanges(marks.property(key), was, is, path, sink);
    path.pop();
  }
}

function opened(value: Json | undefined, box: SecretBox): Json | undefined {
  return isEnvelope(value) ? box.open(value) : value;
}

function membersOf(value: Json | undefined) {
  return isJsonObject(value) && !isEnvelope(value) ? value : {};
}
