import { getPriority, setPriority } from "node:os";
import { chromiumPath } from "@pragma/testing/chromium";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import type { Stack } from "../stack/stack.ts";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];

/** As nice(1) has it, down to -20. */
const URGENT = -15;

/** What people see at once on a laptop. */
export const VIEWPORT = { width: 1280, height: 900 };

/** A dashboard that its owner has signed in to. */
export interface Session {
  /** Cookies, for as many contexts as are wanted. */
  readonly storageState: NonNullable<BrowserContextOptions["storageState"]>;
  /** Address of the organization, where signing in leads. */
  readonly home: string;
}

/** Starts the whole browser, as people have it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath({ whole: true }), args: FLAGS });
}

/**
 * Starts the browser ahead of the product and its load on the processors, as if it had a machine of its own. Where the system does
 * not allow that, which takes root, it is one of them.
 */
export async function launchUrgentBrowser(): Promise<Browser> {
  const usual = getPriority();
  // Programs begin with the priority of the one that starts them.
  const isAllowed = trySetPriority(URGENT);
  try {
    return await launchBrowser();
  } finally {
    if (isAllowed) setPriority(usual);
  }
}

function trySetPriority(nice: number): boolean {
  try {
    setPriority(nice);
    return true;
  } catch {
    return false;
  }
}

/** Signs the owner of a stack in. @param url of its dashboard */
export async function signIn(browser: Browser, url: string, { owner }: Stack): Promise<Session> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/o\/[^/]+$/);
  const session = { storageState: await context.storageState(), home: page.url() };
  await context.close();
  return session;
}

/** The organization of the owner of a stack. */
export async function organizationOf(stack: Stack): Promise<string> {
  const { rows } = await stack.pool.query<{ organization_id: string }>(
    "SELECT m.organization_id FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = $1",
    [stack.owner.email],
  );
  return rows[0]?.organization_id ?? "";
}
