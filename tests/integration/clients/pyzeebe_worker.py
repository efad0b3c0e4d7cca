#!/usr/bin/env python3
"""Deploys, works and asks for the result with pyzeebe.

  pyzeebe_worker.py ADDRESS BPMN poll|stream

The instance is started when a line comes on standard input.
"""

import asyncio
import json
import sys

from pyzeebe import Job, ZeebeClient, ZeebeWorker, create_insecure_channel

ADDRESS, MODEL, MODE = sys.argv[1:4]


async def main():
    channel = create_insecure_channel(grpc_address=ADDRESS)
    client = ZeebeClient(channel)
    worker = ZeebeWorker(channel, name="python", stream_enabled=MODE == "stream")

    @worker.task(task_type="greet", timeout_ms=30000)
    async def greet(job: Job, name: str) -> dict:
        assert job.custom_headers == {"language": "en"}, job.custom_headers
        return {"greeting": "hello " + name}

    await client.deploy_resource(MODEL)
    working = asyncio.create_task(worker.work())
    await asyncio.to_thread(sys.stdin.readline)
    result = await client.run_process_with_result(
        bpmn_process_id="greet", variables={"person": {"name": "python"}}, timeout=20000
    )
    print("RESULT " + json.dumps(result.variables))
    await worker.stop()
    working.cancel()


asyncio.run(asyncio.wait_for(main(), 40))
