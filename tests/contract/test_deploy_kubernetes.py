"""The manifests of Kubernetes fit the program and each other, and ask what a careful platform asks."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from klantbeeld.luisteren import UITLOOP
from klantbeeld.settings import list_settings
from klantbeeld.web.health import GEREED, LEVEND
from tests.bouwers_deploy import load_gezet
from tests.contract.test_docs import find_unknown
from tests.programma import has_subcommand
from tests.teksten import WORTEL

MAP = WORTEL / "deploy" / "kubernetes"
MANIFESTEN = sorted(pad for pad in MAP.glob("*.yaml") if pad.name != "kustomization.yaml")
INSTELLINGEN = {instelling.naam for instelling in list_settings()}
MEESTE_GEHEUGEN = 512
"""So many MB an indexer needs at most."""


def list_manifesten(soort: str | None = None) -> list[dict[str, Any]]:
    documenten = [deel for pad in MANIFESTEN for deel in yaml.safe_load_all(pad.read_text(encoding="utf-8"))]
    return [deel for deel in documenten if soort in {None, deel["kind"]}]


def name_manifest(manifest: dict[str, Any]) -> str:
    return f"{manifest['kind']}-{manifest['metadata']['name']}"


DEPLOYMENTS = list_manifesten("Deployment")
POD_LABELS = [deel["spec"]["template"]["metadata"]["labels"] for deel in DEPLOYMENTS]
elk_deployment = pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=name_manifest)


def pod_of(deployment: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pod of a deployment, and its only container."""
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    return pod, container


def selects(labels: dict[str, str]) -> bool:
    """Whether some pod of ours has these labels."""
    return any(labels.items() <= pod.items() for pod in POD_LABELS)


@pytest.mark.skipif(
    not has_subcommand("kubectl", "version", "--client"), reason="kubectl is missing: only our own checks are run"
)
def test_kubectl_puts_the_manifests_together() -> None:
    gemaakt = subprocess.run(["kubectl", "kustomize", str(MAP)], capture_output=True, text=True, check=False)
    assert gemaakt.returncode == 0, gemaakt.stderr
    documenten = list(yaml.safe_load_all(gemaakt.stdout))
    assert sorted(map(name_manifest, documenten)) == sorted(map(name_manifest, list_manifesten()))
    beelden = {pod_of(deel)[1]["image"] for deel in documenten if deel["kind"] == "Deployment"}
    assert beelden == {"klantbeeld:0.1.0"}


def test_every_manifest_is_in_the_kustomization_and_says_what_it_is() -> None:
    kustomization = yaml.safe_load((MAP / "kustomization.yaml").read_text(encoding="utf-8"))
    assert sorted(kustomization["resources"]) == [pad.name for pad in MANIFESTEN]
    assert [deel for deel in list_manifesten() if not deel["apiVersion"] or not name_manifest(deel)] == []


def test_every_setting_of_the_configmap_exists() -> None:
    (configmap,) = list_manifesten("ConfigMap")
    assert configmap["data"].keys() - INSTELLINGEN == set()


@elk_deployment
def test_the_program_accepts_the_values_that_a_container_is_given(
    deployment: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (configmap,) = list_manifesten("ConfigMap")
    eigen = {deel["name"]: deel["value"] for deel in pod_of(deployment)[1]["env"]}
    assert load_gezet({**configmap["data"], **eigen}, monkeypatch).store.url == configmap["data"]["KLANTBEELD_STORE__URL"]


@elk_deployment
def test_a_deployment_selects_its_own_pods_and_runs_twice(deployment: dict[str, Any]) -> None:
    spec = deployment["spec"]
    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    assert spec["replicas"] == 2


@elk_deployment
def test_a_container_runs_a_command_with_settings_that_exist(deployment: dict[str, Any]) -> None:
    _, container = pod_of(deployment)
    assert find_unknown(" ".join(container["args"])) is None
    assert {deel["name"] for deel in container["env"]} - INSTELLINGEN == set()
    assert {naam for bron in container["envFrom"] for naam in bron} == {"configMapRef", "secretRef"}


@elk_deployment
def test_probes_ask_routes_of_the_program_on_the_port_it_listens_on(deployment: dict[str, Any]) -> None:
    _, container = pod_of(deployment)
    (poort,) = container["ports"]
    vragen = {naam: container[naam]["httpGet"] for naam in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {vraag["port"] for vraag in vragen.values()} == {poort["name"]}
    assert [vragen[naam]["path"] for naam in vragen] == [LEVEND, LEVEND, GEREED]
    gezet = {deel["name"]: deel["value"] for deel in container["env"]}
    luistert = gezet.get("KLANTBEELD_TOEZICHT__POORT") or container["args"][container["args"].index("--port") + 1]
    assert str(poort["containerPort"]) == luistert


@elk_deployment
def test_a_container_asks_and_may_use_so_much(deployment: dict[str, Any]) -> None:
    middelen = pod_of(deployment)[1]["resources"]
    assert middelen["requests"].keys() == middelen["limits"].keys() == {"cpu", "memory"}


def test_an_indexer_has_room_for_the_memory_it_needs() -> None:
    grenzen = [
        pod_of(deel)[1]["resources"]["limits"]["memory"] for deel in DEPLOYMENTS if deel["metadata"]["name"] == "indexer"
    ]
    assert [int(grens.removesuffix("Mi")) > MEESTE_GEHEUGEN for grens in grenzen] == [True]


@elk_deployment
def test_a_pod_is_restricted(deployment: dict[str, Any]) -> None:
    pod, container = pod_of(deployment)
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


@elk_deployment
def test_a_pod_gets_the_time_to_end_what_it_began(deployment: dict[str, Any]) -> None:
    pod, container = pod_of(deployment)
    eerst = container.get("lifecycle", {}).get("preStop", {}).get("exec", {}).get("command", ["sleep", "0"])
    assert pod["terminationGracePeriodSeconds"] > int(eerst[1]) + UITLOOP


@elk_deployment
def test_every_volume_that_is_mounted_is_declared_and_its_claim_exists(deployment: dict[str, Any]) -> None:
    pod, container = pod_of(deployment)
    assert {deel["name"] for deel in container["volumeMounts"]} == {deel["name"] for deel in pod["volumes"]}
    eisen = {deel["metadata"]["name"] for deel in list_manifesten("PersistentVolumeClaim")}
    gevraagd = {deel["persistentVolumeClaim"]["claimName"] for deel in pod["volumes"] if "persistentVolumeClaim" in deel}
    assert gevraagd - eisen == set()


@elk_deployment
@pytest.mark.parametrize("soort", ["PodDisruptionBudget", "NetworkPolicy"])
def test_every_deployment_has_a_budget_and_a_network_policy(deployment: dict[str, Any], soort: str) -> None:
    labels = deployment["spec"]["selector"]["matchLabels"]
    selectors = [deel["spec"].get("selector") or deel["spec"]["podSelector"] for deel in list_manifesten(soort)]
    assert [selector["matchLabels"] for selector in selectors].count(labels) == 1


@pytest.mark.parametrize("beleid", list_manifesten("NetworkPolicy"), ids=name_manifest)
def test_a_network_policy_closes_both_ways_and_opens_named_ports_to_named_pods(beleid: dict[str, Any]) -> None:
    spec = beleid["spec"]
    assert selects(spec["podSelector"]["matchLabels"])
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    assert [deel for deel in spec["ingress"] if not (deel.get("from") and deel.get("ports"))] == []
    assert [deel for deel in spec["egress"] if not (deel.get("to") and deel.get("ports"))] == []


@elk_deployment
def test_the_network_policy_lets_the_port_of_the_container_in(deployment: dict[str, Any]) -> None:
    (poort,) = pod_of(deployment)[1]["ports"]
    (beleid,) = [
        deel for deel in list_manifesten("NetworkPolicy") if deel["metadata"]["name"] == deployment["metadata"]["name"]
    ]
    assert [deel["port"] for regel in beleid["spec"]["ingress"] for deel in regel["ports"]] == [poort["containerPort"]]


def test_the_service_leads_to_pods_that_exist_on_a_port_that_they_have() -> None:
    (service,) = list_manifesten("Service")
    assert selects(service["spec"]["selector"])
    (poort,) = service["spec"]["ports"]
    assert poort["targetPort"] in {deel["name"] for dep in DEPLOYMENTS for deel in pod_of(dep)[1]["ports"]}


def test_only_the_web_process_gets_the_file_of_who_may_deliver() -> None:
    gevonden = {}
    for deployment in DEPLOYMENTS:
        pod, container = pod_of(deployment)
        geheimen = {deel["name"]: deel["secret"]["secretName"] for deel in pod["volumes"] if "secret" in deel}
        plekken = {deel["mountPath"]: geheimen.get(deel["name"]) for deel in container["volumeMounts"]}
        bestand = {deel["name"]: deel["value"] for deel in container["env"]}.get("KLANTBEELD_LEVERANCIERS")
        if bestand or geheimen:
            gevonden[deployment["metadata"]["name"]] = plekken[str(Path(str(bestand)).parent)]
    assert gevonden == {"web": "leveranciers"}


def test_no_secret_stands_in_a_manifest() -> None:
    geheimen = {instelling.naam for instelling in list_settings() if instelling.is_geheim}
    assert list_manifesten("ConfigMap")[0]["data"].keys() & geheimen == set()
    assert list_manifesten("Secret") == []
