import { App, type ReceiverEvent } from '@slack/bolt';

/**
 * Bolt leaves unanswered what no listener takes, and the person then looks at an error for three seconds. Whatever is
 * signed by Slack and left over gets an empty acknowledgement as soon as that is known.
 */
export class AcknowledgingApp extends App {
  override async processEvent(event: ReceiverEvent): Promise<void> {
    let acknowledged = false;
    const ack: ReceiverEvent['ack'] = (response) => {
      acknowledged = true;
      return event.ack(response);
    };
    await super.processEvent({ ...event, ack });
    if (!acknowledged) await event.ack();
  }
}
