/** Who else is there and what each is doing, as the server last said. */
import { signal } from "@preact/signals";
import { api } from "./api";
import type { Colleague } from "./model";

export const colleagues = signal<Colleague[]>([]);

export async function learnColleagues(): Promise<void> {
  colleagues.value = (await api.agents()).agents;
}
