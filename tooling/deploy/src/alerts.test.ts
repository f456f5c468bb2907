import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { ROOT, read } from "./root.ts";

const RULES = "deploy/prometheus/pragma-alerts.yml";
const alerts = (parse(read(RULES)) as { groups: { rules: { alert: string }[] }[] }).groups.flatMap(({ rules }) =>
  rules.map(({ alert }) => alert),
);

/** Samples of a series, one a minute, as promtool writes them: `0+60x30` is 0, 60, … 1800. */
type Series = Record<string, string>;

interface Case {
  alert: string;
  what: string;
  series: Series;
  /** Minutes after the first sample. */
  at: number;
  fires: boolean;
}

const PROBES = 'pragma_http_requests_total{route="/health", method="GET", status="200", instance="a"}';
const NOT_READY = 'pragma_http_requests_total{route="/health/ready", method="GET", status="503", instance="a"}';
const APPLIES = (status: number): string =>
  `pragma_http_requests_total{route="/resources/apply", method="POST", status="${status}", instance="a"}`;
const durations = (route: string, quick: string, all: string): Series => {
  const bucket = (le: string): string =>
    `pragma_http_request_duration_seconds_bucket{route="${route}", method="GET", le="${le}", instance="a"}`;
  return { [bucket("0.1")]: quick, [bucket("1")]: quick, [bucket("5")]: all, [bucket("+Inf")]: all };
};
const failed = (instance: string): string =>
  `pragma_events_total{provider="fs", event="CREATE", outcome="failed", instance="${instance}"}`;

const CASES: Case[] = [
  {
    alert: "PragmaDatabaseDown",
    what: "no API reaches it",
    series: { 'pragma_database_up{instance="a"}': "0x30" },
    at: 5,
    fires: true,
  },
  { alert: "PragmaDatabaseDown", what: "no API is there", series: { up: "0x30" }, at: 5, fires: true },
  {
    alert: "PragmaDatabaseDown",
    what: "one API of two reaches it",
    series: { 'pragma_database_up{instance="a"}': "0x30", 'pragma_database_up{instance="b"}': "1x30" },
    at: 5,
    fires: false,
  },
  {
    alert: "PragmaNoWorker",
    what: "none is alive",
    series: { 'pragma_workers{instance="a"}': "0x30" },
    at: 5,
    fires: true,
  },
  {
    alert: "PragmaNoWorker",
    what: "one is alive",
    series: { 'pragma_workers{instance="a"}': "1x30" },
    at: 5,
    fires: false,
  },
  {
    alert: "PragmaQueueBehind",
    what: "work waits",
    series: { 'pragma_queue_oldest_ready_seconds{instance="a"}': "0+60x30" },
    at: 15,
    fires: true,
  },
  {
    alert: "PragmaQueueBehind",
    what: "work goes on",
    series: { 'pragma_queue_oldest_ready_seconds{instance="a"}': "3x30" },
    at: 15,
    fires: false,
  },
  {
    alert: "PragmaFailures",
    what: "the first event ever fails",
    series: { [failed("a")]: "_x9 1x20" },
    at: 12,
    fires: true,
  },
  { alert: "PragmaFailures", what: "another fails", series: { [failed("a")]: "1x20 2x20" }, at: 25, fires: true },
  {
    alert: "PragmaFailures",
    what: "one fails on a worker that is new",
    series: { [failed("a")]: "1x40", [failed("b")]: "_x19 1x20" },
    at: 25,
    fires: true,
  },
  {
    alert: "PragmaFailures",
    what: "the last one is long ago",
    series: { [failed("a")]: "1x60" },
    at: 50,
    fires: false,
  },
  {
    alert: "PragmaServerErrors",
    what: "a tenth of few requests fails, and platforms probe often",
    series: { [PROBES]: "0+600x40", [APPLIES(200)]: "0+9x40", [APPLIES(500)]: "0+1x40" },
    at: 20,
    fires: true,
  },
  {
    alert: "PragmaServerErrors",
    what: "nothing but probes of readiness is answered 503",
    series: { [NOT_READY]: "0+60x40", [APPLIES(200)]: "0+60x40" },
    at: 20,
    fires: false,
  },
  {
    alert: "PragmaServerErrors",
    what: "nobody asks anything",
    series: { [APPLIES(500)]: "1x40", [APPLIES(200)]: "9x40" },
    at: 20,
    fires: false,
  },
  {
    alert: "PragmaSlowRequests",
    what: "a tenth of few requests is slow, and platforms probe often",
    series: { ...durations("/health", "0+6000x40", "0+6000x40"), ...durations("/resources", "0+9x40", "0+10x40") },
    at: 20,
    fires: true,
  },
  {
    alert: "PragmaSlowRequests",
    what: "all are quick",
    series: durations("/resources", "0+10x40", "0+10x40"),
    at: 20,
    fires: false,
  },
  {
    alert: "PragmaEventLoopLate",
    what: "it is late",
    series: { 'nodejs_eventloop_lag_p99_seconds{job="pragma", instance="a"}': "0.8x30" },
    at: 15,
    fires: true,
  },
  {
    alert: "PragmaEventLoopLate",
    what: "it is quick",
    series: { 'nodejs_eventloop_lag_p99_seconds{job="pragma", instance="a"}': "0.02x30" },
    at: 15,
    fires: false,
  },
];

/** Whether an alert does as a case has it, by Prometheus' own engine: what is said against it, or undefined where promtool is missing. */
function faultOf({ alert, series, at, fires }: Case): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "pragma-alerts-"));
  const firing = `clamp_max(count(ALERTS{alertname="${alert}", alertstate="firing"}) or vector(0), 1)`;
  const test = {
    rule_files: [join(ROOT, RULES)],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: [
          { expr: firing, eval_time: `${at}m`, exp_samples: [{ labels: "{}", value: fires ? 1 : 0 }] },
        ],
      },
    ],
  };
  try {
    writeFileSync(join(folder, "test.yml"), stringify(test));
    execFileSync("promtool", ["test", "rules", join(folder, "test.yml")], { encoding: "utf8", stdio: "pipe" });
    return "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("an alert, by Prometheus' own engine,", () => {
  it.for(CASES)("$alert fires: $fires, where $what", (one, { skip }) => {
    const fault = faultOf(one);
    skip(fault === undefined, "not run: promtool is needed");
    expect(fault).toBe("");
  });

  it("is tried, each where it has to fire and where it must not", () => {
    for (const fires of [true, false]) {
      const tried = CASES.filter((one) => one.fires === fires).map(({ alert }) => alert);
      expect([...new Set(tried)].toSorted()).toEqual(alerts.toSorted());
    }
  });
});
