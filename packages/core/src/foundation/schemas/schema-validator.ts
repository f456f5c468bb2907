import type { Json, ValidationIssue } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { LRUCache } from "lru-cache";
import { DomainError } from "../common/errors.ts";
import { checkSchemaForm } from "./check-schema.ts";
import { compileCheck } from "./compile-check.ts";
import { SchemaEngine } from "./engine.ts";
import type { Task } from "./protocol.ts";
import { DEADLINE, unusable, type ValidationRequest } from "./request.ts";
import { type Job, ValidatorLane } from "./validator-lane.ts";

export type SchemaValidatorOptions = {
  /** How long one validation may take, including compilation. Default 1000. */
  deadlineMs?: number;
  /** How many validations of one organization may wait for one thread, including running ones. Unlimited by default. */
  maxWaiting?: number;
};

/** How many schemas are remembered as quick. */
const MAX_QUICK = 10_000;
/** A validation within this part of the deadline is quick. */
const QUICK_PART = 0.1;

/**
 * Validates values by JSON Schema 2020-12. Untrusted schemas run off the caller's thread, since they can be written to
 * take for ever (`^(a+)+$`). A validation that exceeds the deadline results in an issue, and its thread is replaced.
 *
 * There are two threads. The main one runs schemas that have proven quick; unknown ones, and those that were slow the
 * last time, run on the side thread, and hold up only others like them. On both, organizations take turns. One instance
 * per process is enough.
 */
export class SchemaValidator {
  readonly #deadlineMs: number;
  readonly #maxWaiting: number;
  readonly #trusted = new SchemaEngine();
  readonly #quick = new LRUCache<string, true>({ max: MAX_QUICK });
  readonly #main: ValidatorLane;
  readonly #side: ValidatorLane;

  constructor({ deadlineMs = 1000, maxWaiting = Number.POSITIVE_INFINITY }: SchemaValidatorOptions = {}) {
    this.#deadlineMs = deadlineMs;
    this.#maxWaiting = maxWaiting;
    const options = { deadlineMs, onOverrun: (job: Job) => this.#overrun(job) };
    this.#main = new ValidatorLane(options);
    this.#side = new ValidatorLane(options);
  }

  /**
   * Validates a value by an untrusted schema. Returns no issues if it is valid.
   *
   * @throws DomainError busy if too many of the organization's validations are waiting
   * @throws ValidatorThreadError if no thread can be started
   */
  async validate(request: ValidationRequest): Promise<ValidationIssue[]> {
    const { owner, schema, schemaId, value, ignore = [], refuseUnknownKeys = false, prefix = [] } = request;
    const lane = this.#quick.get(schemaId) ? this.#main : this.#side;
    this.#refuseBeyondLimit(lane, owner);
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
    return this.#submit(lane, { task, schema, schemaId, owner });
  }

  /** `validate` synchronously on this thread, for schemas that are part of the product. @throws SchemaError */
  validateTrusted(request: Omit<ValidationRequest, "owner">): ValidationIssue[] {
    const issues = this.#trusted.validate(request);
    this.#trusted.evict();
    return issues;
  }

  /**
   * Why an untrusted schema cannot be used; no issues if it can. It may have up to 64 KiB, must use 2020-12, have no
   * external references, and compile within the deadline. Each `loc` is a path into the schema.
   * @param owner the organization in whose turn it runs
   * @throws DomainError busy if too many of the organization's validations are waiting
   */
  async checkSchema(schema: Json, owner: string): Promise<ValidationIssue[]> {
    const issues = checkSchemaForm(schema);
    if (issues.length > 0) return issues;
    this.#refuseBeyondLimit(this.#side, owner);
    const task: Task = { kind: "check", schema: JSON.stringify(schema) };
    return this.#submit(this.#side, { task, schema: schema as Schema, schemaId: undefined, owner });
  }

  /**
   * `checkSchema` at once, on this thread and without a deadline, for schemas that are part of the product: they compile
   * in milliseconds, and on a busy machine milliseconds may take minutes.
   */
  checkTrustedSchema(schema: Json): ValidationIssue[] {
    const issues = checkSchemaForm(schema);
    return issues.length > 0 ? issues : compileCheck(schema as Schema);
  }

  /** Ends the threads. Waiting validations are rejected. */
  async close(): Promise<void> {
    await Promise.all([this.#main.close(), this.#side.close()]);
  }

  #refuseBeyondLimit(lane: ValidatorLane, owner: string): void {
    if (lane.waiting(owner) < this.#maxWaiting) return;
    throw new DomainError("busy", "Too many values of the organization wait to be validated; try again in a moment");
  }

  #submit(lane: ValidatorLane, job: Omit<Job, "resolve" | "reject">): Promise<ValidationIssue[]> {
    return new Promise((resolve, reject) => {
      lane.submit({
        ...job,
        resolve: (issues, took) => {
          if (job.schemaId !== undefined) this.#note(job.schemaId, took);
          resolve(issues);
        },
        reject,
      });
    });
  }

  #note(schemaId: string, took: number): void {
    if (took <= this.#deadlineMs * QUICK_PART) this.#quick.set(schemaId, true);
    else this.#quick.delete(schemaId);
  }

  #overrun(job: Job): void {
    const { task } = job;
    const issue =
      task.kind === "check"
        ? unusable(`it takes longer than ${this.#deadlineMs / 1000} s to compile`)
        : this.#tooSlow(task.prefix);
    job.resolve([issue], this.#deadlineMs);
  }

  #tooSlow(prefix: ValidationIssue["loc"]): ValidationIssue {
    const limit = `${this.#deadlineMs / 1000} s`;
    const msg = `This value could not be validated within ${limit}: the type's JSON Schema is too expensive for it`;
    return { loc: [...prefix], msg, type: DEADLINE };
  }
}
