import java.io.FileInputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.SecureHttpTransportSettingsProvider;
import org.opensearch.plugins.SecureSettingsFactory;
import org.opensearch.plugins.SecureTransportSettingsProvider;
import org.opensearch.plugins.TransportExceptionHandler;
import org.opensearch.transport.Netty4Plugin;

/** An OpenSearch node on loopback with TLS: SearchNode FOLDER PORT KEYSTORE, its password in KEYSTORE_PASSWORD. */
class SearchNode extends Node {
    private SearchNode(Settings settings, Path folder) {
        super(new Environment(settings, folder), List.of(Netty4Plugin.class, Tls.class), false);
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.builder()
            .put("path.home", arguments[0])
            .put("node.name", "search")
            .put("cluster.name", "search-" + arguments[1])
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[1])
            .put("http.type", "netty4-secure")
            .put("transport.type", "netty4")
            .put("transport.port", "0")
            // A nearly full disk is no reason to refuse a trial's writes.
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("search.keystore", arguments[2])
            .build();
        SearchNode node = new SearchNode(settings, Path.of(arguments[0]));
        node.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
        }));
        new CountDownLatch(1).await();
    }

    public static class Tls extends Plugin implements SecureHttpTransportSettingsProvider {
        private final SSLContext context = SSLContext.getInstance("TLS");

        public Tls(Settings settings) throws Exception {
            char[] password = System.getenv("KEYSTORE_PASSWORD").toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (FileInputStream file = new FileInputStream(settings.get("search.keystore"))) {
                store.load(file, password);
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            context.init(keys.getKeyManagers(), null, null);
        }

        @Override
        public List<Setting<?>> getSettings() {
            return List.of(Setting.simpleString("search.keystore", Setting.Property.NodeScope));
        }

        @Override
        public Optional<SecureSettingsFactory> getSecureSettingFactory(Settings settings) {
            return Optional.of(new SecureSettingsFactory() {
                public Optional<SecureTransportSettingsProvider> getSecureTransportSettingsProvider(Settings all) {
                    return Optional.empty();
                }

                public Optional<SecureHttpTransportSettingsProvider> getSecureHttpTransportSettingsProvider(Settings all) {
                    return Optional.of(Tls.this);
                }
            });
        }

        @Override
        public Optional<TransportExceptionHandler> buildHttpServerExceptionHandler(Settings all, HttpServerTransport transport) {
            return Optional.empty();
        }

        @Override
        public Optional<SSLEngine> buildSecureHttpServerEngine(Settings all, HttpServerTransport transport) {
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            return Optional.of(engine);
        }
    }
}
