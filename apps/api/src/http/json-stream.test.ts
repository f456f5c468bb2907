import { DomainError } from "@pragma/core/errors";
import Fastify from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { streamJson } from "./json-stream.ts";

const app = { close: async (): Promise<void> => {} };
afterEach(() => app.close());

/** An answer of one piece, and then an error. @returns what a client got, and the levels of what was logged */
async function broken(error: Error): Promise<{ got: string; levels: number[] }> {
  const levels: number[] = [];
  const stream = {
    write: (line: string) => {
      const { level, msg } = JSON.parse(line);
      if (msg === "an answer broke off") levels.push(level);
    },
  };
  const server = Fastify({ logger: { level: "info", stream } });
  app.close = () => server.close();
  server.get("/", (_, reply) => {
    async function* pieces() {
      yield "[1";
      throw error;
    }
    return streamJson(reply, pieces(), 1000);
  });
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  const got = await fetch(address).then(
    (answer) =>
      answer.text().then(
        () => "whole",
        () => "cut",
      ),
    () => "cut",
  );
  return { got, levels };
}

describe("an answer that breaks off", () => {
  it("never looks complete, and is an error", async () => {
    expect(await broken(new Error("the disk is full"))).toEqual({ got: "cut", levels: [50] });
  });

  it("is none of the service's where what is listed was deleted meanwhile", async () => {
    expect(await broken(new DomainError("not_found", "Resource not found"))).toEqual({ got: "cut", levels: [30] });
  });
});
