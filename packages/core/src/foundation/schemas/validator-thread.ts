import { parentPort, workerData } from "node:worker_threads";
import type { Json, ValidationIssue } from "@pragma/contract";
import { compileCheck, parseSchema } from "./compile-check.ts";
import { SchemaEngine } from "./engine.ts";
import {
  type Batch,
  type BatchResult,
  COMPUTED,
  clock,
  computed,
  IDLE,
  SINCE,
  TASK,
  type Task,
  type ThreadData,
} from "./protocol.ts";
import { unusable } from "./request.ts";

/**
 * The thread that compiles and runs untrusted schemas. It records which task it runs and since when, so that the main
 * thread can tell a slow schema from a long queue, and end the thread for it.
 */

const progress = new Int32Array((workerData as ThreadData).progress);
const engine = new SchemaEngine();

parentPort?.on("message", ({ tasks }: Batch) => {
  const took: number[] = [];
  const issues = tasks.map((task, index) => {
    Atomics.store(progress, SINCE, clock());
    Atomics.store(progress, COMPUTED, computed(process.threadCpuUsage()));
    Atomics.store(progress, TASK, index);
    const startedAt = performance.now();
    const found = run(task);
    took.push(performance.now() - startedAt);
    return found;
  });
  Atomics.store(progress, TASK, IDLE);
  // Only after the batch: its later tasks may refer to schemas that were known when it was sent.
  const result: BatchResult = { issues, took, evicted: engine.evict() };
  parentPort?.postMessage(result);
});

function run(task: Task): ValidationIssue[] {
  try {
    if (task.kind === "check") return compileCheck(parseSchema(task.schema));
    const schema = task.schema === undefined ? engine.get(task.schemaId) : parseSchema(task.schema);
    if (schema === undefined) throw new Error("the thread does not know it");
    const { schemaId, ignore, refuseUnknownKeys, prefix } = task;
    const value = JSON.parse(task.value) as Json;
    return engine.validate({ schema, schemaId, value, ignore, refuseUnknownKeys, prefix });
  } catch (error) {
    return [unusable(error instanceof Error ? error.message : String(error), task.kind === "check" ? [] : task.prefix)];
  }
}
