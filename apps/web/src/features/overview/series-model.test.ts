import { describe, expect, it } from "vitest";
import { chartPoints, percent, type Series, type Span, spanLabel, summaryOf } from "./series-model.ts";

const bucket = (minute: number, applied: number, succeeded: number, failed: number) => ({
  start: `2026-01-01T12:0${minute}:00Z`,
  applied,
  succeeded,
  failed,
});
const series: Series = { minutes: 1, buckets: [bucket(0, 0, 0, 0), bucket(1, 3, 2, 1), bucket(2, 1, 0, 1)] };

describe("the series", () => {
  it("has a failure rate where something ended, and none where nothing did", () => {
    expect(chartPoints(series).map((point) => point.failureRate)).toEqual([null, 33.3, 100]);
  });

  it("is summed up by everything that ended, not by the mean of rates", () => {
    expect(summaryOf(series)).toEqual({ applied: 4, succeeded: 2, failed: 2, failureRate: 50 });
    expect(summaryOf({ minutes: 1, buckets: [] })).toMatchObject({ failureRate: null });
  });

  it("gives the time range of a point", () => {
    const of = (span: Span) => spanLabel("2026-01-01T12:00:00Z", { minutes: 30, span, zone: "utc" });
    expect(of(1)).toBe("12:00 to 12:30");
    expect(of(24)).toMatch(/^Thu,? 12:00 to 12:30$/);
  });

  it("has words for no rate", () => {
    expect(percent(null)).toBe("none ended");
    expect(percent(12.5)).toBe("12.5 %");
  });
});
