import type { PlatformMessage, ProviderRequest } from "@pragma/contract/provider-protocol";
import type { ProviderCallHost } from "./call.ts";

type Response = Extract<PlatformMessage, { type: "response" }>;

/** Forwards a handler's request to the platform, and turns the outcome into a message. Never rejects. */
export async function answerRequest(
  host: ProviderCallHost | undefined,
  request: ProviderRequest,
  signal: AbortSignal | null,
): Promise<Response> {
  const { id } = request;
  if (!host) return refuse(id, `${request.method === "apply" ? "ctx.apply" : "ctx.waitReady"} is not available here`);
  try {
    const value =
      request.method === "apply"
        ? await host.apply(request.params, signal)
        : await host.waitReady(request.params.id, request.params.timeout, signal);
    return { type: "response", id, ok: true, value };
  } catch (error) {
    return refuse(id, error instanceof Error ? error.message : String(error));
  }
}

function refuse(id: number, message: string): Response {
  return { type: "response", id, ok: false, message };
}
