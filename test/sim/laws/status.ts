// Whoever asks is told the truth, unless the store has troubles that it may not know of yet.

import type { AgentStatus } from '../../../src/agent/status.ts';
import { isTroubled } from '../world/fates.ts';
import type { World } from '../world/world.ts';
import { demand } from './demand.ts';

export function checkStatus(world: World): void {
  const { agent, life } = world.gateway.living;
  if (!agent || life.over || isTroubled(world)) return;
  const health = agent.healthy();
  demand(health === true, 'a store without troubles is healthy', health);
  checkLamp(world, agent.status().uplink);
}

/** The lamp shows how the last requests ended, once the store has taken note of it. */
function checkLamp(
  { gateway, clock, plan }: World,
  { state, detail }: AgentStatus['uplink'],
): void {
  const { lastWords, lastWordMs, inFlight } = gateway.living.line;
  const isNoted = clock.wallMs() - lastWordMs > 5 * plan.agentCommitMs + 100;
  if (inFlight > 0 || lastWords.size === 0 || !isNoted || state === 'clock') return;
  const holds = [...lastWords].some((word) => word === state);
  demand(holds, 'the lamp shows the last word', { state, detail, last: [...lastWords] });
}
