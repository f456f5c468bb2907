import type { NextRequest } from "next/server";
import { handlers } from "~/auth/index.ts";
import { signInProviders } from "~/auth/providers.ts";
import { services } from "~/server/services.ts";

interface Params {
  params: Promise<{ nextauth: string[] }>;
}

/**
 * Where identity providers send people back to. All else that next-auth offers of its own is not there: signing in and
 * out are actions of ours, and its own sign-out would forget the cookie and leave the login that it stands for.
 */
export async function GET(request: NextRequest, { params }: Params): Promise<Response> {
  const [action, provider, ...more] = (await params).nextauth;
  const known = signInProviders(services().env).some(({ id }) => id === provider);
  return action === "callback" && known && more.length === 0 ? handlers.GET(request) : absent();
}

export function POST(): Response {
  return absent();
}

function absent(): Response {
  return new Response("Not found", { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
