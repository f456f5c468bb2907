import type { Page } from "@playwright/test";
import axeCore, { type AxeResults, type RunOptions } from "axe-core";

type Violations = AxeResults["violations"];

declare global {
  interface Window {
    axe?: typeof axeCore;
  }
}

/**
 * Waits until what moves or changes its color has come to rest: on the way, it has colors that nobody is meant to read.
 * What moves for ever, such as a spinner, is not waited for.
 */
async function settleAnimations(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ effect, playState }) => {
      const hasEnd = Number.isFinite(effect?.getComputedTiming().endTime);
      return !hasEnd || playState !== "running";
    }),
  );
}

/**
 * Judges what a page shows by axe's rules, in the document of the page itself: frames within it are not judged.
 * @param options which rules, all of them unless told otherwise
 */
export async function violationsIn(page: Page, options: RunOptions = {}): Promise<Violations> {
  // Half a megabyte of script, which a document takes in once.
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(`${axeCore.source};0`);
  await settleAnimations(page);
  return page.evaluate(async (asked): Promise<Violations> => {
    if (window.axe === undefined) throw new Error("The page was left while it was judged");
    return (await window.axe.run(document, { ...asked, resultTypes: ["violations"] })).violations;
  }, options);
}

/** Violations as a failing test tells them: the rule, and for each element which it is and what it lacks. */
export function told(violations: Violations): { rule: string; at: string[] }[] {
  return violations.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    at: nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`),
  }));
}
