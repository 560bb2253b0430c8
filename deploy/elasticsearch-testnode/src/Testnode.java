import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node: {@code Testnode MODULES NAME=VALUE...}, with settings as in elasticsearch.yml. It ends when its
 * standard input does, so that it never outlives whoever started it.
 */
public final class Testnode {
  public static void main(String[] woorden) throws Exception {
    Settings settings = readSettings(woorden);
    Path config = Path.of(settings.get("path.home"), "config");
    Environment omgeving =
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> settings.get("node.name"));
    LogConfigurator.configureESLogging();
    LogConfigurator.configureWithoutConfig(settings);
    Set<PluginBundle> modules = PluginsLoader.loadModulesBundles(Path.of(woorden[0]));
    new Node(omgeving, PluginsLoader.createPluginsLoader(modules, Set.of(), Map.of(), false)).start();
    while (System.in.read() != -1) {}
    Runtime.getRuntime().halt(0);
  }

  private static Settings readSettings(String[] woorden) {
    Settings.Builder settings = Settings.builder();
    for (int plaats = 1; plaats < woorden.length; plaats++) {
      String[] delen = woorden[plaats].split("=", 2);
      settings.put(delen[0], delen[1]);
    }
    return settings.build();
  }
}
