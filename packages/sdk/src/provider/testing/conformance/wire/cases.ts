import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { WireMessage, WireProcess } from "./process.ts";

/** Case of what a program must do with the pipes themselves. It throws when it does not. */
export interface WireCase {
  name: string;
  /** Gets a program that was just started, and not greeted. */
  run(program: WireProcess): Promise<void>;
}

const context = {
  id: "resource:test_item_wire",
  name: "wire",
  config: { text: "one" },
  previous_config: null,
  outputs: null,
  tags: [],
  operation_id: "operation",
  attempt: 1,
};

function call(id: number, more: WireMessage = {}): WireMessage {
  return { type: "call", id, method: "create", resource: "item", context, deadline_ms: 60_000, ...more };
}

function answerOf(program: WireProcess, id: number): Promise<WireMessage> {
  return program.next(`the answer of call ${id}`, ({ type, id: of }) => {
    return of === id && (type === "result" || type === "error");
  });
}

export const wireCases: readonly WireCase[] = [
  {
    name: "hello is answered by hello with the protocol's version",
    async run(program) {
      const hello = await program.greet();

      equal(hello["protocol"], 1);
    },
  },
  {
    name: "a message may arrive in pieces, and several at once",
    async run(program) {
      await program.greet();
      const text = JSON.stringify(call(1, { context: { ...context, name: "pieces", config: { text: "ünï" } } }));
      program.write(text.slice(0, 20));
      program.write(text.slice(20));
      program.write(`\n${JSON.stringify(call(2))}\n${JSON.stringify({ type: "describe", id: 3 })}\n`);

      const answers = await Promise.all([1, 2, 3].map((id) => answerOf(program, id)));

      deepEqual(
        answers.map((answer) => answer["type"]),
        ["result", "result", "result"],
      );
      equal((answers[0]?.["value"] as WireMessage | undefined)?.["text"], "ünï");
    },
  },
  {
    name: "fields and messages that it does not know are ignored",
    async run(program) {
      await program.greet();
      program.send({ type: "news", id: 9, text: "of a later version" });
      program.send(call(1, { colour: "green", context: { ...context, mood: "good" } }));

      equal((await answerOf(program, 1))["type"], "result");
    },
  },
  {
    name: "a method that it does not know fails the call",
    async run(program) {
      await program.greet();
      program.send(call(1, { method: "shrink" }));

      const { type, error } = await answerOf(program, 1);

      equal(type, "error");
      equal((error as WireMessage)["kind"], "failed");
      match(String((error as WireMessage)["message"]), /shrink/);
    },
  },
  {
    name: "a cancel or a response that comes too late has no effect",
    async run(program) {
      await program.greet();
      program.send(call(1));
      await answerOf(program, 1);
      program.send({ type: "cancel", id: 1, reason: "deadline" });
      program.send({ type: "cancel", id: 77, reason: "cancelled" });
      program.send({ type: "response", id: 88, ok: true, value: null });
      program.send(call(2));

      equal((await answerOf(program, 2))["type"], "result");
    },
  },
  {
    name: "each call is answered once",
    async run(program) {
      await program.greet();
      const ids = Array.from({ length: 50 }, (_, index) => index + 1);
      for (const id of ids) program.send(call(id, { context: { ...context, name: `item-${id}` } }));
      for (const id of ids) await answerOf(program, id);
      program.send({ type: "describe", id: 100 });
      await answerOf(program, 100);

      deepEqual(
        program.takeAll(() => true),
        [],
      );
    },
  },
  {
    name: "a large config is taken",
    async run(program) {
      await program.greet();
      const text = "x".repeat(100_000);
      program.send(call(1, { context: { ...context, config: { text } } }));

      const { value } = await answerOf(program, 1);

      equal((value as WireMessage)["text"], text);
    },
  },
  {
    name: "shutdown ends it by itself",
    async run(program) {
      await program.greet();
      program.send(call(1));
      await answerOf(program, 1);
      program.send({ type: "shutdown", grace_ms: 5_000 });

      equal(await endOf(program), 0);
    },
  },
  {
    name: "it ends when its input does, also with a call under way",
    async run(program) {
      await program.greet();
      program.send(call(1, { context: { ...context, config: { text: "one", mode: "wait" } } }));
      program.hangUp();

      ok((await endOf(program)) !== undefined);
    },
  },
];

/** The exit code; undefined when it goes on and on. */
async function endOf(program: WireProcess): Promise<number | null | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), 20_000);
  });
  return Promise.race([program.exit, patience]).finally(() => clearTimeout(timer));
}
