import { expect, it, vi } from "vitest";
import type { ServerAnswer } from "./ask-server.ts";
import { Connection } from "./connection.ts";
import { holdNavigations } from "./hold-navigations.ts";

const PAGE = { headers: { RSC: "1" } };

/** A server that can go away. */
function open() {
  let answer: ServerAnswer = "answered";
  const asked: string[] = [];
  const fetchNow = async (url: unknown): Promise<Response> => {
    asked.push(String(url));
    if (answer === "network") throw new TypeError("Failed to fetch");
    return new Response(answer, { status: answer === "answered" ? 200 : 503 });
  };
  const connection = new Connection(async () => answer);
  const go = holdNavigations(fetchNow as typeof fetch, connection);
  return {
    asked,
    connection,
    go,
    set: (next: ServerAnswer) => {
      answer = next;
    },
  };
}

it.each(["network", "server", "database"] as const)(
  "waits while the server is away (%s), then goes on",
  async (how) => {
    const { asked, connection, go, set } = open();
    set(how);
    const isBack = vi.fn();
    const page = go("/resources", PAGE).then((response) => {
      isBack();
      return response;
    });
    await vi.waitFor(() => expect(connection.state().failures).toBeGreaterThan(0));
    expect(asked).toEqual(["/resources"]);
    expect(isBack).not.toHaveBeenCalled();
    set("answered");
    connection.tryNow();
    expect((await page).status).toBe(200);
    expect(asked).toEqual(["/resources", "/resources"]);
  },
);

it("asks for nothing while it is known that the server is away", async () => {
  const { asked, connection, go, set } = open();
  set("network");
  connection.tryNow();
  await vi.waitFor(() => expect(connection.state().trouble).toBe("unreachable"));
  const page = go("/resources", PAGE);
  expect(asked).toEqual([]);
  set("answered");
  connection.tryNow();
  await page;
  expect(asked).toEqual(["/resources"]);
});

it("gives a page up that fails while the server answers everything else", async () => {
  const { asked, connection } = open();
  const broken = async (url: unknown): Promise<Response> => {
    asked.push(String(url));
    return new Response("", { status: 500 });
  };
  const response = await holdNavigations(broken as typeof fetch, connection)("/resources", PAGE);
  expect({ status: response.status, asked: asked.length }).toEqual({ status: 500, asked: 3 });
});

it("asks to sign in at once: the server is there", async () => {
  const { asked, connection, go } = open();
  connection.tell({ kind: "failed", how: "login" });
  await go("/resources", PAGE);
  expect(asked).toEqual(["/resources"]);
});

it.each([
  ["a prefetch", { headers: { RSC: "1", "Next-Router-Prefetch": "1" } }],
  ["a call", { method: "POST" }],
])("leaves %s alone", async (_, init) => {
  const { go, set } = open();
  set("network");
  await expect(go("/api/trpc/account.me", init)).rejects.toThrow("Failed to fetch");
});

it("ends with who asked", async () => {
  const { go, set } = open();
  set("network");
  await expect(go("/resources", { ...PAGE, signal: AbortSignal.abort() })).rejects.toThrow("Failed to fetch");
});
