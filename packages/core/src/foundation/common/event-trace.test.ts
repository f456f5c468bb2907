import type { Tracer } from "@pragma/telemetry/traces";
import { describe, expect, it } from "vitest";
import { eventSpanIds, eventTrace } from "./event-trace.ts";

const EVENT = "01a218ed-1bdf-7732-b41a-d8c648d35ce0";
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CAUSE = `00-${TRACE}-b7ad6b7169203331-01`;
const TRACER: Tracer = {
  start() {
    throw new Error("nothing is started here");
  },
};

describe("eventSpanIds", () => {
  it("takes the trace of what caused the event, else one named by the event", () => {
    expect(eventSpanIds({ id: EVENT, traceparent: CAUSE })).toEqual({ traceId: TRACE, spanId: "b41ad8c648d35ce0" });
    const ids = { traceId: "01a218ed1bdf7732b41ad8c648d35ce0", spanId: "b41ad8c648d35ce0" };
    expect(eventSpanIds({ id: EVENT, traceparent: null })).toEqual(ids);
  });
});

describe("eventTrace", () => {
  it("is the event's span where that is recorded", () => {
    const trace = eventTrace({ id: EVENT, traceparent: CAUSE }, TRACER);
    expect(trace).toEqual({ traceId: TRACE, spanId: "b41ad8c648d35ce0", sampled: true });
    expect(eventTrace({ id: EVENT, traceparent: CAUSE.replace(/01$/, "00") }, TRACER).sampled).toBe(false);
  });

  it("is what caused the event where nothing is recorded, as if the platform were not in between", () => {
    expect(eventTrace({ id: EVENT, traceparent: CAUSE }, null)).toEqual({
      traceId: TRACE,
      spanId: "b7ad6b7169203331",
      sampled: true,
    });
    expect(eventTrace({ id: EVENT, traceparent: null }, null)).toEqual({
      traceId: "01a218ed1bdf7732b41ad8c648d35ce0",
      spanId: "b41ad8c648d35ce0",
      sampled: false,
    });
  });
});
