// Deploys, works and asks for the result with the official Node SDK.
//
//   node node_worker.js ADDRESS BPMN poll|stream
//
// The instance is started when a line comes on standard input.
'use strict'

const { Camunda8 } = require('@camunda8/sdk')

const [address, model, mode] = process.argv.slice(2)

function greet(job) {
  if (job.customHeaders.language !== 'en') return job.fail('the headers are wrong')
  return job.complete({ greeting: `hello ${job.variables.name}` })
}

async function main() {
  const zeebe = new Camunda8({
    ZEEBE_GRPC_ADDRESS: `grpc://${address}`,
    CAMUNDA_AUTH_STRATEGY: 'NONE',
    CAMUNDA_OAUTH_DISABLED: true,
    CAMUNDA_LOG_LEVEL: 'error',
  }).getZeebeGrpcApiClient()
  const topology = await zeebe.topology()
  if (topology.brokers.length !== 1) throw new Error('expected one broker')
  await zeebe.deployResource({ processFilename: model })
  if (mode === 'poll') {
    zeebe.createWorker({ taskType: 'greet', taskHandler: greet, timeout: 30000 })
  } else {
    await zeebe.streamJobs({ type: 'greet', worker: 'node', timeout: 30000, fetchVariable: [], taskHandler: greet })
  }
  await new Promise((resolve) => process.stdin.once('data', resolve))
  const result = await zeebe.createProcessInstanceWithResult({
    bpmnProcessId: 'greet',
    variables: { person: { name: 'node' } },
    requestTimeout: 20000,
  })
  console.log(`RESULT ${JSON.stringify(result.variables)}`)
  await zeebe.close()
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  }
)
