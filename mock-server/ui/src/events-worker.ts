// The worker that all tabs of a browser share: a browser opens six connections to a host, and a stream keeps one.

import { feed, type Message } from './feed.js';

const tabs = new Set<MessagePort>();
/** The messages that a tab needs that comes later: whether the world is reached, and its state. */
let reached: Message | undefined;
let state: Message | undefined;

addEventListener('connect', (event) => {
  const [tab] = (event as MessageEvent).ports;
  if (tab === undefined) return;
  tabs.add(tab);
  // Each tab that closes says so: a port does not tell.
  tab.onmessage = () => tabs.delete(tab);
  for (const message of [reached, state]) if (message !== undefined) tab.postMessage(message);
});

feed((message) => {
  if (message.event === 'state') state = message;
  else if (message.event === 'open' || message.event === 'asked' || message.event === 'lost') {
    reached = message;
    state = undefined;
  }
  for (const tab of tabs) tab.postMessage(message);
});
