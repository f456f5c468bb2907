import { expect, it } from "vitest";
import { z } from "zod";
import { defineProvider, defineResource } from "../index.ts";
import { ProviderHarness } from "./index.ts";

const provider = defineProvider({
  resources: {
    item: defineResource({
      config: z.object({}),
      outputs: z.object({ traceparent: z.string(), trace_id: z.string() }),
      create: ({ trace }) => ({ traceparent: trace.traceparent, trace_id: trace.traceId }),
      update: ({ trace }) => ({ traceparent: trace.traceparent, trace_id: trace.traceId }),
      delete() {},
    }),
  },
});

it("tells a handler which trace its call is part of", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const { outputs } = await new ProviderHarness(provider).create("item", { config: {}, traceparent });
  expect(outputs).toEqual({ traceparent, trace_id: "0af7651916cd43dd8448eb211c80319c" });
});

it("begins one, which nobody records, for a call that is part of none", async () => {
  const harness = new ProviderHarness(provider);
  const first = (await harness.create("item", { config: {} })).outputs;
  const second = (await harness.update("item", { config: {} })).outputs;
  expect(first?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(first?.traceparent).toContain(first?.trace_id);
  expect(second?.trace_id).not.toBe(first?.trace_id);
});
