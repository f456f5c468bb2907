import type { Page, Request, Route } from "@playwright/test";

/** As the server says that there were too many requests, which a page does not try again. */
const REFUSAL = {
  error: {
    message: "Rate limit exceeded",
    code: -32029,
    data: { code: "TOO_MANY_REQUESTS", httpStatus: 429, domain: null, issues: null },
  },
};

/** Refuses one procedure in a request of the page, which may ask for several at once: the others are answered. */
export async function refuse(route: Route, procedure: string): Promise<void> {
  const names = new URL(route.request().url()).pathname.split("/").at(-1)?.split(",") ?? [];
  const response = await route.fetch({ maxRetries: 3 });
  const answers: unknown[] = await response.json();
  const json = answers.map((answer, place) => (names[place] === procedure ? REFUSAL : answer));
  await route.fulfill({ status: 429, json });
}

/**
 * Refuses one procedure from now on, until `page.unrouteAll({ behavior: "wait" })`.
 * @param url of requests that may ask for it
 * @param isRefused all of them by default
 * @returns how many were refused, and answered
 */
export async function refuseEach(
  page: Page,
  url: RegExp,
  procedure: string,
  isRefused: (request: Request) => boolean = () => true,
): Promise<() => number> {
  let refused = 0;
  await page.route(url, async (route) => {
    if (!isRefused(route.request())) return route.continue();
    await refuse(route, procedure);
    refused++;
  });
  return () => refused;
}
