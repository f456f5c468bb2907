import type { NextRequest } from "next/server";
import { handlers } from "~/auth/index.ts";
import { signInProviders } from "~/auth/providers.ts";
import { services } from "~/server/services.ts";

interface Params {
  params: Promise<{ nextauth: string[] }>;
}

/**
 * Where identity providers redirect to. Nothing else that next-auth offers is exposed: signing in and out are our own
 * actions, and its sign-out would forget the cookie but keep the login behind it.
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
