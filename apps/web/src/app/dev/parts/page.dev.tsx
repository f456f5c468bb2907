import type { Metadata } from "next";
import { PartsPage } from "~/features/parts/parts-page.tsx";

export const metadata: Metadata = { title: "Parts" };

/** Its name makes it a page in development only (next.config.ts). */
export default function Page() {
  return <PartsPage />;
}
