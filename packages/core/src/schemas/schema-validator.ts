import type { Json, ValidationIssue } from "@pragma/contract";
import { checkSchemaForm } from "./check-schema.ts";
import { SchemaEngine } from "./engine.ts";
import type { Schema } from "./json-schema.ts";
import type { Task } from "./protocol.ts";
import { DEADLINE, unusable, type ValidationRequest } from "./request.ts";
import { type Job, ValidatorLane } from "./validator-lane.ts";

export type SchemaValidatorOptions = {
  /** How long one validation may take, compiling included. Default 1000. */
  deadlineMs?: number;
};

/** How many schemas that were too slow are remembered, and how many validations by them may wait. */
const MAX_SUSPECTS = 1000;
const MAX_SUSPECT_QUEUE = 32;

/**
 * Validates values by JSON Schema 2020-12, off the caller's thread for schemas from outside: they can be written to
 * take forever (`^(a+)+$`). A validation that passes the deadline is an issue, and the thread it ran on is replaced.
 *
 * A schema that passed the deadline once runs on a second thread from then on, so that repeating it holds up only
 * others like it. One instance per process is enough.
 */
export class SchemaValidator {
  readonly #deadlineMs: number;
  readonly #trusted = new SchemaEngine();
  readonly #suspects = new Set<string>();
  readonly #main: ValidatorLane;
  readonly #side: ValidatorLane;

  constructor({ deadlineMs = 1000 }: SchemaValidatorOptions = {}) {
    this.#deadlineMs = deadlineMs;
    const options = { deadlineMs, onOverrun: (job: Job) => this.#overrun(job) };
    this.#main = new ValidatorLane(options);
    this.#side = new ValidatorLane(options);
  }

  /**
   * The issues of a value by a schema from outside; none if it is valid.
   *
   * @throws ValidatorThreadError if no thread can be had
   */
  validate(request: ValidationRequest): Promise<ValidationIssue[]> {
    const { schema, schemaId, value, ignore = [], refuseUnknownKeys = false, prefix = [] } = request;
    const suspect = this.#suspects.has(schemaId);
    const lane = suspect ? this.#side : this.#main;
    if (suspect && lane.length >= MAX_SUSPECT_QUEUE) return Promise.resolve([this.#tooSlow(prefix)]);
    const text = JSON.stringify(value);
    const task: Task = {
      kind: "validate",
      schemaId,
      schema: undefined,
      value: text,
      ignore,
      refuseUnknownKeys,
      prefix,
    };
    return this.#submit(lane, task, schema, schemaId);
  }

  /** `validate` at once, on this thread, for schemas that are part of the product. @throws SchemaError */
  validateTrusted(request: ValidationRequest): ValidationIssue[] {
    const issues = this.#trusted.validate(request);
    this.#trusted.evict();
    return issues;
  }

  /**
   * Why a schema from outside cannot be used; no issues if it can. It may have 64 KiB, must speak 2020-12, keep its
   * references to itself, and compile within the deadline. Each `loc` is a path into the schema.
   */
  async checkSchema(schema: Json): Promise<ValidationIssue[]> {
    const issues = checkSchemaForm(schema);
    if (issues.length > 0) return issues;
    // Not yet known for good or bad, it must not hold up those that are known.
    if (this.#side.length >= MAX_SUSPECT_QUEUE) return [unusable("too many schemas are being checked; try again")];
    const task: Task = { kind: "check", schema: JSON.stringify(schema) };
    return this.#submit(this.#side, task, schema as Schema, undefined);
  }

  /** Ends the threads. What still waits is rejected. */
  async close(): Promise<void> {
    await Promise.all([this.#main.close(), this.#side.close()]);
  }

  #submit(lane: ValidatorLane, task: Task, schema: Schema, schemaId: string | undefined): Promise<ValidationIssue[]> {
    return new Promise((resolve, reject) => {
      lane.submit({ task, schema, schemaId, resolve, reject });
    });
  }

  #overrun(job: Job): void {
    if (job.task.kind === "check") {
      job.resolve([unusable(`it takes longer than ${this.#deadlineMs / 1000} s to compile`)]);
      return;
    }
    const oldest = this.#suspects.values().next();
    if (this.#suspects.size >= MAX_SUSPECTS && !oldest.done) this.#suspects.delete(oldest.value);
    this.#suspects.add(job.task.schemaId);
    job.resolve([this.#tooSlow(job.task.prefix)]);
  }

  #tooSlow(prefix: ValidationIssue["loc"]): ValidationIssue {
    const limit = `${this.#deadlineMs / 1000} s`;
    const msg = `This value could not be validated within ${limit}: the type's JSON Schema is too expensive for it`;
    return { loc: [...prefix], msg, type: DEADLINE };
  }
}
