import { setTimeout as sleep } from "node:timers/promises";

const CLIENTS = 8;
const PAUSE_MS = 20;

/** Report of what clients saw. */
export interface LoadReport {
  requests: number;
  /** Failures, one line each. */
  failures: string[];
}

/** Clients that read and write through the balancer until they are told to end. */
export function startLoad(apiUrl: string, webUrl: string, token: string): { end(): Promise<LoadReport> } {
  const report: LoadReport = { requests: 0, failures: [] };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  let isOver = false;
  const client = async (number: number): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      const apply = {
        provider: "pragma",
        resource: "config",
        name: `load-${number}`,
        config: { data: { turn } },
        lifecycle_state: "pending",
      };
      await ask("POST /resources/apply", `${apiUrl}/resources/apply`, {
        method: "POST",
        headers,
        body: JSON.stringify(apply),
      });
      await ask("GET /resources/", `${apiUrl}/resources/?limit=10`, { headers });
      // Its config cannot change while a change is under way.
      for (let text = "pending"; !isOver && /pending|processing/.test(text); await sleep(PAUSE_MS)) {
        const id = encodeURIComponent(`pragma/config/load-${number}`);
        text = await ask("GET /resources/{id}/status", `${apiUrl}/resources/${id}/status`, { headers });
      }
      await ask("GET /login", `${webUrl}/login`, {});
    }
  };
  const ask = async (what: string, url: string, init: RequestInit): Promise<string> => {
    report.requests += 1;
    try {
      const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(30_000) });
      const text = await response.text();
      if (response.status >= 400) report.failures.push(`${what}: ${response.status} ${text.slice(0, 200)}`);
      return text;
    } catch (error) {
      report.failures.push(`${what}: ${error instanceof Error ? `${error.message} ${error.cause ?? ""}` : error}`);
      return "";
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  return {
    end: async () => {
      isOver = true;
      await Promise.all(clients);
      return report;
    },
  };
}
